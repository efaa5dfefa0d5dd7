"""Tables of course runs to be made after the pattern of the last one."""

from typing import Any

from course_discovery.apps.data_loading.records import RerunRecord
from course_discovery.apps.data_loading.sources.table import Cells, TableSource
from course_discovery.integrations.pages import Page


class BulkReruns(TableSource[RerunRecord]):
    """Its rows are numbered, as messages name them by number."""

    columns = ("last_active_run_key",)

    def fetch_page(self, number: int) -> Page:
        page = super().fetch_page(number)
        first = (number - 1) * self.page_size + 1
        return Page(page.number, list(enumerate(page.rows, start=first)), page.count, page.pages)

    def identity(self, row: Any) -> str | None:
        return super().identity(row[1])

    def key(self, cells: Cells) -> str | None:
        return cells["last_active_run_key"]

    def transform(self, row: Any) -> RerunRecord:
        number, line = row
        return RerunRecord(number, {name: cell for name, cell in self.cells(line).items() if cell is not None})
