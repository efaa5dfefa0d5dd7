"""Tables of who is to be an editor of which course."""

from typing import Any

from course_discovery.apps.data_loading.records import EditorRecord
from course_discovery.apps.data_loading.sources.table import Cells, NumberedTableSource


class CourseEditors(NumberedTableSource[EditorRecord]):
    columns = ("username_or_email", "course_key_or_uuid", "action")

    def key(self, cells: Cells) -> str | None:
        return f"{cells['username_or_email'] or ''} {cells['course_key_or_uuid'] or ''}".strip() or None

    def transform(self, row: Any) -> EditorRecord:
        number, line = row
        cells = self.cells(line)
        return EditorRecord(number, cells["username_or_email"], cells["course_key_or_uuid"], cells["action"])
