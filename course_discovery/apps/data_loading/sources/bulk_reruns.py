"""Tables of course runs to be made after the pattern of the last one."""

from typing import Any

from course_discovery.apps.data_loading.records import RerunRecord
from course_discovery.apps.data_loading.sources.table import Cells, NumberedTableSource


class BulkReruns(NumberedTableSource[RerunRecord]):
    columns = ("last_active_run_key",)

    def key(self, cells: Cells) -> str | None:
        return cells["last_active_run_key"]

    def transform(self, row: Any) -> RerunRecord:
        number, line = row
        return RerunRecord(number, {name: cell for name, cell in self.cells(line).items() if cell is not None})
