"""The modes of course runs, as the LMS tells them: what can be bought where no e-commerce service says so."""

from decimal import Decimal
from math import ceil
from typing import Any

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.constants import AUDIT
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.data_loading.records import RowError, RowNote, RunSeatsRecord, SeatRecord
from course_discovery.apps.data_loading.sources.base import Source, value_of
from course_discovery.apps.data_loading.sources.ecommerce import SKU_LIMIT
from course_discovery.apps.data_loading.sources.reading import Row, amount, as_row, moment, required_text, rows, text
from course_discovery.integrations.errors import BadStatus
from course_discovery.integrations.lms import ModesApi
from course_discovery.integrations.oauth import service_session
from course_discovery.integrations.pages import Page

# An LMS without this API, or one that does not open it to the service account.
REFUSED = frozenset({401, 403, 404})
# In an LMS a run without modes is one that can be audited.
ASSUMED = SeatRecord(AUDIT, "USD", Decimal("0.00"), None, None, None, None)


class LmsModes(Source[ModesApi, RunSeatsRecord]):
    """All runs of the partner with the modes that the LMS tells of them.

    The LMS tells those of all runs in one answer, which is dealt out in pages here; where it refuses that, each run is
    asked for by itself, a page of runs a thread. It lists no run without modes, so the others are added: their rows are
    no more than a key. The order is that of the keys, so that a page holds the same runs when a refresh is taken up.
    """

    def __init__(self, partner: Partner) -> None:
        super().__init__(partner)
        # In the thread that may ask the database, and after the runs have been loaded.
        runs = CourseRun.objects.filter(course__partner_id=partner.pk)
        self._keys: list[str] = list(runs.values_list("key", flat=True)) if partner.pk else []
        self._rows: list[Any] = []
        self._asks_by_run = False

    @staticmethod
    def url(partner: Partner) -> str:
        """Return the address of the LMS that the runs come from: its own, else the one its Courses API lies below."""
        if partner.ecommerce_api_url or not partner.courses_api_url:
            return ""
        return partner.lms_url or partner.courses_api_url.partition("/api/courses/")[0]

    def connect(self, url: str) -> ModesApi:
        return ModesApi(url, service_session())

    def fetch_page(self, number: int) -> Page:
        # Page 1 comes before the others and alone.
        if number == 1:
            self._rows = self._listing()
        start = (number - 1) * self.page_size
        page_rows = self._rows[start : start + self.page_size]
        if self._asks_by_run:
            page_rows = self._ask(page_rows, is_first=number == 1)
        return Page(number, page_rows, len(self._rows), max(1, ceil(len(self._rows) / self.page_size)))

    def identity(self, row: Any) -> str | None:
        return value_of(row, "id")

    def transform(self, row: Any) -> RunSeatsRecord:
        row = as_row(row)
        run_key = required_text(row, "id", limit=255)
        modes = rows(row, "modes")
        if not modes:
            return RunSeatsRecord(run_key, (ASSUMED,), is_told=False)
        seats: list[SeatRecord] = []
        notes: list[RowNote] = []
        for mode in modes:
            try:
                seats.append(_seat(mode))
            except RowError as error:
                notes.append(RowNote(run_key, error.code, f"{_name(mode)}: {error}"))
        return RunSeatsRecord(run_key, tuple(seats), tuple(notes))

    def _listing(self) -> list[Any]:
        untold = {key.lower(): {"id": key, "modes": []} for key in self._keys}
        try:
            told = self.api.of_all_runs()
        except BadStatus as error:
            if error.status not in REFUSED:
                raise
            self._asks_by_run = True
            return list(untold.values())
        if not told:
            self.absence = "The platform tells no modes: runs that sell nothing count as audit."
        listed: dict[str, Any] = {}
        odd: list[Any] = []
        for row in told:
            key = self.identity(row)
            if key is None or listed.setdefault(key.lower(), row) is not row:
                odd.append(row if key is None else {"id": key, "modes": "listed more than once"})
        whole: dict[str, Any] = untold | listed
        return [whole[key] for key in sorted(whole)] + odd

    def _ask(self, page_rows: list[Any], is_first: bool) -> list[Any]:
        """Return the rows with what the LMS tells of each run by itself.

        The first page decides whether it tells anything: later refusals are failures of their page, since a run that
        is only refused now would lose what it sells.
        """
        told: list[Any] = []
        refused = 0
        for row in page_rows if not self.absence else ():
            try:
                told.append({"id": row["id"], "modes": self.api.of_run(row["id"])})
            except BadStatus as error:
                is_unknown = error.status == 404
                if not is_unknown and not (is_first and error.status in REFUSED and refused == len(told)):
                    raise
                refused += 1
                told.append(row)
                if is_first and (not is_unknown or refused == len(page_rows)):
                    self.absence = f"The platform tells no modes ({error.came}): runs that sell nothing count as audit."
                    break
        return [*told, *page_rows[len(told) :]]


def _seat(mode: Row) -> SeatRecord:
    """Read a mode in either form. `type` is the slug of the mode: which seat it stands for is the loader's to know."""
    return SeatRecord(
        type=_name(mode).lower(),
        currency=required_text(mode, "currency").upper(),
        price=amount(mode, "price", "min_price"),
        sku=text(mode, "sku", limit=SKU_LIMIT),
        upgrade_deadline=moment(mode, "expires") or moment(mode, "expiration_datetime"),
        credit_provider=None,
        credit_hours=None,
        bulk_sku=text(mode, "bulk_sku", limit=SKU_LIMIT),
    )


def _name(mode: Row) -> str:
    return text(mode, "name") or required_text(mode, "mode_slug")
