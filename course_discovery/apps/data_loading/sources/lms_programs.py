"""XSeries programs, from the programs service that an LMS once had."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.records import ProgramRecord, RowError, RowNote
from course_discovery.apps.data_loading.sources.base import Source, value_of
from course_discovery.apps.data_loading.sources.pictures import IllustratedRow, illustrate
from course_discovery.apps.data_loading.sources.reading import Row, as_row, nested_text, required_text, rows, text
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.integrations.oauth import service_session
from course_discovery.integrations.pages import Page
from course_discovery.integrations.pictures import PictureHosts
from course_discovery.integrations.programs import ProgramsApi


class LmsPrograms(Source[ProgramsApi, ProgramRecord]):
    def __init__(self, partner: Partner) -> None:
        super().__init__(partner)
        self._hosts = PictureHosts()

    @staticmethod
    def url(partner: Partner) -> str:
        return partner.programs_api_url or ""

    def connect(self, url: str) -> ProgramsApi:
        return ProgramsApi(url, service_session())

    def fetch_page(self, number: int) -> Page:
        page = self.api.programs(number, self.page_size)
        return replace(page, rows=[illustrate(row, _banner_url, self._hosts) for row in page.rows])

    def identity(self, row: Any) -> str | None:
        return value_of(row.row, "marketing_slug") or value_of(row.row, "uuid")

    def transform(self, row: Any) -> ProgramRecord:
        try:
            return _program(row)
        except RowError as error:
            raise RowError(error.code, f"Failed to load program {value_of(row.row, 'uuid')}: {error}") from error

    def close(self) -> None:
        super().close()
        self._hosts.cancelled.set()


def _program(illustrated: IllustratedRow) -> ProgramRecord:
    row = as_row(illustrated.row)
    uuid = _uuid(row)
    slug = required_text(row, "marketing_slug", limit=255)
    url = _banner_url(row)
    return ProgramRecord(
        uuid=uuid,
        marketing_slug=slug,
        title=required_text(row, "name", limit=255),
        subtitle=text(row, "subtitle", limit=255) or "",
        status=_status(row),
        organization_keys=tuple(required_text(each, "key") for each in rows(row, "organizations")),
        run_keys=tuple(
            dict.fromkeys(
                required_text(mode, "course_key")
                for code in rows(row, "course_codes")
                for mode in rows(code, "run_modes")
            )
        ),
        banner_image_url=url,
        banner=illustrated.picture,
        notes=tuple(_notes(illustrated, slug, uuid, url)),
    )


def _banner_url(row: Any) -> str | None:
    return nested_text(as_row(row), "banner_image_urls", "w1440h480", limit=200)


def _notes(illustrated: IllustratedRow, slug: str, uuid: UUID, url: str | None) -> list[RowNote]:
    if url is None:
        return [RowNote(slug, "no_banner", f"There are no banner image url for program {uuid}", skipped=True)]
    if illustrated.fault is not None:
        message = f"Loading the banner image {url} for program {uuid} failed: {illustrated.fault.came}"
        return [RowNote(slug, "banner_failed", message)]
    return []


def _uuid(row: Row) -> UUID:
    value = required_text(row, "uuid")
    try:
        return UUID(value)
    except ValueError as error:
        raise RowError("bad_uuid", f"uuid: {value[:100]!r} is not a UUID") from error


def _status(row: Row) -> str:
    value = required_text(row, "status")
    if value not in ProgramStatus:
        raise RowError("bad_status", f"status: {value[:100]!r} is none of {', '.join(ProgramStatus.values)}")
    return value
