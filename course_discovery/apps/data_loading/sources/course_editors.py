"""Tables of who is to be an editor of which course."""

from typing import Any

from course_discovery.apps.data_loading.records import EditorRecord
from course_discovery.apps.data_loading.sources.table import Cells, TableSource
from course_discovery.integrations.pages import Page


class CourseEditors(TableSource[EditorRecord]):
    """Its rows are numbered, as messages name them by number."""

    columns = ("username_or_email", "course_key_or_uuid", "action")

    def fetch_page(self, number: int) -> Page:
        page = super().fetch_page(number)
        first = (number - 1) * self.page_size + 1
        return Page(page.number, list(enumerate(page.rows, start=first)), page.count, page.pages)

    def identity(self, row: Any) -> str | None:
        return super().identity(row[1])

    def key(self, cells: Cells) -> str | None:
        return f"{cells['username_or_email'] or ''} {cells['course_key_or_uuid'] or ''}".strip() or None

    def transform(self, row: Any) -> EditorRecord:
        number, line = row
        cells = self.cells(line)
        return EditorRecord(number, cells["username_or_email"], cells["course_key_or_uuid"], cells["action"])
