"""External courses of a product source, from a table with a row a run."""

from typing import Any

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Source
from course_discovery.apps.course_metadata.rules.keys import CourseKeyParts
from course_discovery.apps.data_loading.records import ExternalCourseRecord, RowError
from course_discovery.apps.data_loading.rules.external_course import is_for_enterprises
from course_discovery.apps.data_loading.sources.pictured_table import PicturedTable
from course_discovery.apps.data_loading.sources.table import Cells, Table


class CsvCourses(PicturedTable[ExternalCourseRecord]):
    columns = ("organization", "title", "course_enrollment_track", "course_run_enrollment_track")

    def __init__(self, partner: Partner, table: Table, product_type: str, product_source: Source) -> None:
        super().__init__(partner, table)
        self._price_lines = self._lines_with_prices()

    def key(self, cells: Cells) -> str | None:
        """The identifier at the product source, else the key of the course."""
        return cells.get("external_identifier") or course_key(cells)

    def transform(self, row: Any) -> ExternalCourseRecord:
        cells = self.cells(row.row)
        key = course_key(cells)
        return ExternalCourseRecord(
            row.line, cells, key, self._price_lines.get(key or "") == row.line, row.image, row.logo
        )

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
