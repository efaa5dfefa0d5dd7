"""Tables by which editors make or change many courses."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.rules.keys import CourseKeyParts
from course_discovery.apps.data_loading.records import BulkCourseRecord
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


class _BulkCourses(TableSource[BulkCourseRecord]):
    """Each row is a page of its own: its pictures are fetched before its transaction, while earlier rows are written,
    and its number in the run record is the line of the table, not counting the head."""

    def __init__(self, partner: Partner, table: Table) -> None:
        super().__init__(partner, table)
        self.page_size = 1
        self._pictures = ProductPictures()
        self._picture = lru_cache(_REMEMBERED)(self._pictures.download)

    def fetch_page(self, number: int) -> Page:
        page = super().fetch_page(number)
        return replace(page, rows=[self._with_pictures(number, row) for row in page.rows])

    def identity(self, row: Any) -> str | None:
        return super().identity(row.row)

    def transform(self, row: Any) -> BulkCourseRecord:
        cells = {name: cell for name, cell in self.cells(row.row).items() if cell is not None}
        return BulkCourseRecord(row.line, cells, row.image, row.logo)

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


class NewCourses(_BulkCourses):
    """Courses to be made, each with its first run."""

    columns = ("organization", "title", "number")

    def key(self, cells: Cells) -> str | None:
        organization, number = cells["organization"], cells["number"]
        return str(CourseKeyParts(organization, number)) if organization and number else None


class CourseChanges(_BulkCourses):
    """Changes of courses and of their runs, by the key of either."""

    def key(self, cells: Cells) -> str | None:
        return cells.get("course_run_key") or cells.get("course_key")
