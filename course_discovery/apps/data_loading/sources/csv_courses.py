"""External courses of a product source, from a table with a row a run."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Source
from course_discovery.apps.course_metadata.rules.keys import CourseKeyParts
from course_discovery.apps.data_loading.records import ExternalCourseRecord, RowError
from course_discovery.apps.data_loading.rules.external_course import is_for_enterprises
from course_discovery.apps.data_loading.sources.product_pictures import ProductPictures
from course_discovery.apps.data_loading.sources.table import Cells, Table, TableSource
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.pages import Page
from course_discovery.integrations.pictures import Picture

# Runs of a course stand next to each other and have its pictures.
_REMEMBERED = 4


class _PicturedRow(NamedTuple):
    line: int
    row: Sequence[Any]
    image: Picture | PlatformError | None
    logo: Picture | PlatformError | None


class CsvCourses(TableSource[ExternalCourseRecord]):
    """Each row is a page of its own: its pictures are fetched before its transaction, while earlier rows are written,
    and its number in the run record is the line of the table, not counting the head."""

    columns = ("organization", "title", "course_enrollment_track", "course_run_enrollment_track")

    def __init__(self, partner: Partner, table: Table, product_type: str, product_source: Source) -> None:
        super().__init__(partner, table)
        self.page_size = 1
        self._pictures = ProductPictures()
        self._picture = lru_cache(_REMEMBERED)(self._pictures.download)
        self._price_lines = self._lines_with_prices()

    def fetch_page(self, number: int) -> Page:
        page = super().fetch_page(number)
        return replace(page, rows=[self._with_pictures(number, row) for row in page.rows])

    def identity(self, row: Any) -> str | None:
        return super().identity(row.row)

    def key(self, cells: Cells) -> str | None:
        """The identifier at the product source, else the key of the course."""
        return cells.get("external_identifier") or course_key(cells)

    def transform(self, row: Any) -> ExternalCourseRecord:
        cells = self.cells(row.row)
        key = course_key(cells)
        return ExternalCourseRecord(
            row.line, cells, key, self._price_lines.get(key or "") == row.line, row.image, row.logo
        )

    def close(self) -> None:
        self._pictures.cancel()

    def _with_pictures(self, line: int, row: Sequence[Any]) -> _PicturedRow:
        cells = dict(zip(self._table.columns, row, strict=False))
        image, logo = (self._downloaded(cells.get(name)) for name in ("image", "organization_logo_override"))
        return _PicturedRow(line, row, image, logo.as_png() if isinstance(logo, Picture) else logo)

    def _downloaded(self, address: Any) -> Picture | PlatformError | None:
        url = str(address or "").strip()
        try:
            return self._picture(url) if url else None
        except PlatformError as error:
            return error

    def _lines_with_prices(self) -> dict[str, int]:
        """Return the line that decides the price of each course: its last one that is not for enterprises alone."""
        found = {}
        for line, row in enumerate(self._table.rows, start=1):
            try:
                cells = self.cells(row)
            except RowError:
                continue
            key = course_key(cells)
            if key and not is_for_enterprises(cells):
                found[key] = line
        return found


def course_key(cells: Cells) -> str | None:
    organization, number = cells["organization"], cells.get("number")
    return str(CourseKeyParts(organization, number)) if organization and number else None
