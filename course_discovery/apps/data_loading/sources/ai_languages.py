"""The languages that machine translation and transcription offer for runs, as the LMS tells them run by run."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.records import AiLanguagesRecord, Language, RowError
from course_discovery.apps.data_loading.sources.reading import Row, flag, required_text, rows
from course_discovery.apps.data_loading.sources.table import Cells, Table, TableSource
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.lms import LanguagesApi
from course_discovery.integrations.oauth import service_session
from course_discovery.integrations.pages import Page

# An LMS that fails so often in a row is not asked any more: each failure takes minutes of retries.
LONGEST_SILENCE = 5


class Answer(NamedTuple):
    """What the LMS told of a run, or why it did not."""

    run_key: str
    told: Row | PlatformError


def runs_to_ask(partner: Partner, keys: Iterable[str]) -> Table:
    """Return the table of the runs that the LMS of the partner is to be asked for."""
    lms_url = partner.lms_url or (partner.courses_api_url or "").partition("/api/courses/")[0]
    return Table(lms_url, ("key",), [(key,) for key in keys])


class AiLanguages(TableSource[AiLanguagesRecord]):
    """The runs of a table, each with what the LMS tells of it; a page of them is asked for by one thread."""

    columns = ("key",)

    def __init__(self, partner: Partner, table: Table) -> None:
        super().__init__(partner, table)
        self.api = LanguagesApi(table.origin, service_session())
        self._failures_in_a_row = 0

    def fetch_page(self, number: int) -> Page:
        page = super().fetch_page(number)
        return replace(page, rows=[self._ask(row[0]) for row in page.rows])

    def identity(self, row: Any) -> str | None:
        return row.run_key

    def key(self, cells: Cells) -> str | None:
        return cells["key"]

    def transform(self, row: Answer) -> AiLanguagesRecord:
        if isinstance(row.told, PlatformError):
            message = f"Failed to fetch translation/transcription data for course run [{row.run_key}]: {row.told}"
            raise RowError("not_told", message)
        try:
            return _record(row.run_key, row.told)
        except RowError as error:
            raise RowError(error.code, f"Error processing {row.run_key}: {error}") from error

    def close(self) -> None:
        self.api.cancelled.set()

    def _ask(self, run_key: str) -> Answer:
        if self._failures_in_a_row >= LONGEST_SILENCE:
            failures = f"{LONGEST_SILENCE} failures in a row"
            return Answer(run_key, PlatformError(self.origin, f"not asked any more after {failures}"))
        try:
            told = self.api.of_run(run_key)
        except PlatformError as error:
            # What the LMS says of one run (404) tells nothing of its health.
            self._failures_in_a_row = self._failures_in_a_row + 1 if error.transient else 0
            return Answer(run_key, error)
        self._failures_in_a_row = 0
        return Answer(run_key, told)


def _record(run_key: str, told: Row) -> AiLanguagesRecord:
    # An answer that tells of neither would take away what is stored.
    codes = told.get("transcription_languages")
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise RowError("bad_list", f"transcription_languages: {str(codes)[:100]!r} is not a list of codes")
    offered = rows(told, "available_translation_languages") if flag(told, "feature_enabled") else []
    return AiLanguagesRecord(
        run_key=run_key,
        translations=tuple(Language(required_text(each, "code"), required_text(each, "label")) for each in offered),
        transcription_codes=tuple(codes),
    )
