"""Tables in Google Sheets, by version 4 of its API."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings

from course_discovery.integrations.errors import BadStatus, PlatformError, UnreadableAnswer
from course_discovery.integrations.google import google_errors, google_session
from course_discovery.integrations.json_api import JsonApi

logger = logging.getLogger(__name__)

SCOPE = "https://www.googleapis.com/auth/spreadsheets"
_LISTED = "sheets.properties(sheetId,title,gridProperties.columnCount)"
_HEADER = {"textFormat": {"bold": True}}


class SheetNotFound(PlatformError):
    """There is no such spreadsheet, or it is not shared with the service account."""

    transient = False


class TabNotFound(PlatformError):
    """The spreadsheet has no such tab."""

    transient = False


class GoogleSheets:
    """Reads and writes the tabs of spreadsheets. Constructing it asks nobody; raises NotAvailable."""

    def __init__(self) -> None:
        self._session = google_session(SCOPE)
        self._api = JsonApi(settings.GOOGLE_SHEETS_API_URL, self._session)

    def lines(self, sheet_id: str, tab_id: str | int) -> list[list[str]]:
        """Return the cells of the tab with this numeric id, line by line, as people see them. Raises PlatformError.

        Blank cells at the end of a line are left out.
        """
        tab = self._tab(sheet_id, "sheetId", int(tab_id))
        path = f"{sheet_id}/values/{quote(_as_range(tab['title']), safe='')}"
        return self._get(path, {"valueRenderOption": "FORMATTED_VALUE"}, _parse_lines)

    def read_data(self, config: Mapping[str, Any]) -> list[dict[str, str]] | None:
        """Return the rows of tab `INPUT_TAB_ID` of sheet `SHEET_ID` by column; None when they cannot be read.

        Why is in the log alone; `lines` raises.
        """
        sheet_id, tab_id = config["SHEET_ID"], config["INPUT_TAB_ID"]
        try:
            header, *rows = self.lines(sheet_id, tab_id) or [[]]
        except SheetNotFound as error:
            logger.error("[Spread Sheet Not Found]: %s", error)
        except TabNotFound as error:
            logger.error("[Worksheet Not Found]: %s", error)
        except (BadStatus, UnreadableAnswer, ValueError) as error:
            logger.error("[Spread Sheet Read Error]: %s", error)
        except PlatformError as error:
            logger.error("[Connection Failed]: %s", error)
        else:
            return [dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=False)) for row in rows]
        return None

    def write_data(
        self, config: Mapping[str, Any], headers: Sequence[str], rows: Sequence[Sequence[Any]], overwrite: bool
    ) -> bool:
        """Write a table to the tab titled `OUTPUT_TAB_ID` of sheet `SHEET_ID`; tell whether that worked.

        The tab is made when it is missing. With `overwrite` its content goes, else the table stands below it. All of
        it happens or nothing does. Why it failed is in the log.
        """
        sheet_id, title = str(config["SHEET_ID"]), str(config["OUTPUT_TAB_ID"])
        try:
            changes = self._changes(sheet_id, title, headers, rows, overwrite)
            self._post(f"{sheet_id}:batchUpdate", {"requests": changes})
        except PlatformError as error:
            logger.error("[Spread Sheet Write Error]: %s", error)
            return False
        logger.info("[Spread Sheet Write Success]: %d rows in tab %s of sheet %s", len(rows), title, sheet_id)
        return True

    def _changes(
        self, sheet_id: str, title: str, headers: Sequence[str], rows: Sequence[Sequence[Any]], overwrite: bool
    ) -> list[dict[str, Any]]:
        tabs = self._tabs(sheet_id)
        tab = next((each for each in tabs if each["title"] == title), None)
        lines = [_cells(headers, _HEADER), *(_cells(row) for row in rows)]
        prepare: list[dict[str, Any]] = []
        if tab is None:
            tab = {"sheetId": max((each["sheetId"] for each in tabs), default=0) + 1, "title": title}
            properties = tab | {"gridProperties": {"columnCount": len(headers)}}
            prepare.append({"addSheet": {"properties": properties}})
        else:
            if overwrite:
                fields = "userEnteredValue,userEnteredFormat"
                prepare.append({"updateCells": {"range": {"sheetId": tab["sheetId"]}, "fields": fields}})
            lacking = len(headers) - tab.get("gridProperties", {}).get("columnCount", len(headers))
            if lacking > 0:
                columns = {"sheetId": tab["sheetId"], "dimension": "COLUMNS", "length": lacking}
                prepare.append({"appendDimension": columns})
        append = {"sheetId": tab["sheetId"], "rows": lines, "fields": "userEnteredValue,userEnteredFormat.textFormat"}
        return [*prepare, {"appendCells": append}]

    def _tab(self, sheet_id: str, name: str, value: Any) -> dict[str, Any]:
        for tab in self._tabs(sheet_id):
            if tab[name] == value:
                return tab
        raise TabNotFound(f"spreadsheet {sheet_id}", f"no tab with {name} {value}")

    def _tabs(self, sheet_id: str) -> list[dict[str, Any]]:
        try:
            return self._get(sheet_id, {"fields": _LISTED}, _parse_tabs)
        except BadStatus as error:
            if error.status in (403, 404):
                raise SheetNotFound(error.asked, error.came) from error
            raise

    def _get(self, path: str, params: Mapping[str, str], parse: Any) -> Any:
        with google_errors(f"GET {settings.GOOGLE_SHEETS_API_URL}/{path}"):
            return self._api.get(path, lambda: params, parse)

    def _post(self, path: str, body: Mapping[str, Any]) -> None:
        """Post once: when no answer comes, the table may be there already."""
        url = f"{settings.GOOGLE_SHEETS_API_URL}/{path}"
        with google_errors(f"POST {url}"):
            answer: requests.Response = self._session.post(url, json=body, timeout=settings.PLATFORM_API_TIMEOUT)
        if answer.status_code >= 400:
            raise BadStatus(f"POST {url}", f"status {answer.status_code}: {answer.text[:200]}", answer.status_code)


def _as_range(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _cells(values: Sequence[Any], style: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A line of cells. Texts are written as texts: nothing in them is a formula."""
    extra = {"userEnteredFormat": style} if style else {}
    return {"values": [{"userEnteredValue": _value(value), **extra} for value in values]}


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": value}
    return {"stringValue": "" if value is None else str(value)}


def _parse_tabs(body: Any, asked: str) -> list[dict[str, Any]]:
    try:
        tabs = [sheet["properties"] for sheet in body["sheets"]]
        return [{"sheetId": int(tab.get("sheetId", 0)), **tab} for tab in tabs if tab["title"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableAnswer(asked, f"no list of tabs: {str(body)[:200]}") from error


def _parse_lines(body: Any, asked: str) -> list[list[str]]:
    lines = body.get("values", []) if isinstance(body, dict) else None
    if not isinstance(lines, list) or not all(isinstance(line, list) for line in lines):
        raise UnreadableAnswer(asked, f"no lines of cells: {str(body)[:200]}")
    return [[str(cell) for cell in line] for line in lines]
