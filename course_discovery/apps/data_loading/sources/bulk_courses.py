"""Tables by which editors make or change many courses."""

from typing import Any

from course_discovery.apps.course_metadata.rules.keys import CourseKeyParts
from course_discovery.apps.data_loading.records import BulkCourseRecord
from course_discovery.apps.data_loading.sources.pictured_table import PicturedTable
from course_discovery.apps.data_loading.sources.table import Cells


class _BulkCourses(PicturedTable[BulkCourseRecord]):
    def transform(self, row: Any) -> BulkCourseRecord:
        cells = {name: cell for name, cell in self.cells(row.row).items() if cell is not None}
        return BulkCourseRecord(row.line, cells, row.image, row.logo)


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
