"""Tables that people keep in Google Sheets."""

from collections.abc import Mapping
from typing import Any

from course_discovery.apps.data_loading.sources.table import Table, UnreadableTable
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.google_sheets import GoogleSheets
from course_discovery.integrations.optional import NotAvailable


def sheet_table(config: Mapping[str, Any]) -> Table:
    """Read tab `INPUT_TAB_ID` (its numeric id) of the sheet `SHEET_ID`. Raises UnreadableTable."""
    sheet_id, tab_id = config.get("SHEET_ID"), config.get("INPUT_TAB_ID")
    if not sheet_id or not str(tab_id if tab_id is not None else "").isdecimal():
        raise UnreadableTable(
            f"Error reading input data source: no sheet is configured: SHEET_ID is {sheet_id!r}, "
            f"INPUT_TAB_ID {tab_id!r}, which has to be the number of a tab"
        )
    origin = f"Google sheet {sheet_id}, tab {tab_id}"
    try:
        lines = GoogleSheets().lines(str(sheet_id), str(tab_id))
    except (PlatformError, NotAvailable) as error:
        raise UnreadableTable(f"Error reading input data source: {origin}: {error}") from error
    return Table.from_lines([line for line in lines if any(cell.strip() for cell in line)], origin)
