"""Google: tokens of service accounts, Sheets and Drive."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs

from course_discovery.sandbox.api import Request, Response, json_response
from course_discovery.sandbox.outside.double import Double

SHEETS = "/v4/spreadsheets"
DRIVE = "/drive/v3/files"
TOKEN = "/token"
_COLUMNS = 26


class Tab:
    """A tab of a spreadsheet: its lines, and the numbers (from 0) of those that are bold."""

    def __init__(self, title: str, lines: list[list[Any]] | None = None, columns: int = _COLUMNS) -> None:
        self.title = title
        self.lines = lines or []
        self.bold: set[int] = set()
        self.columns = columns


class GoogleDouble(Double):
    """Spreadsheets by id, their tabs by numeric id; files of Drive by id. ``claims`` are those of all tokens asked for.

    Whatever the account, a token is given; without it nothing is shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, dict[int, Tab]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.claims: list[dict[str, Any]] = []

    def service_account(self, private_key: str) -> dict[str, str]:
        """The key file of an account whose tokens come from here; ``private_key`` is any RSA key in PEM."""
        return {
            "type": "service_account",
            "client_email": "loader@example.iam",
            "private_key": private_key,
            "token_uri": f"{self.url}{TOKEN}",
        }

    def answer(self, request: Request) -> Response:
        """What Google answers."""
        if request.path == TOKEN:
            return self._token(request)
        if not request.authorization.startswith("Bearer "):
            return json_response(401, {"error": {"code": 401, "status": "UNAUTHENTICATED"}})
        if request.path.startswith(f"{DRIVE}/"):
            return self._file(request)
        sheet_id, _, rest = request.path.removeprefix(f"{SHEETS}/").partition("/")
        sheet_id, _, verb = sheet_id.partition(":")
        if sheet_id not in self.sheets:
            return json_response(404, {"error": {"code": 404, "message": "Requested entity was not found."}})
        tabs = self.sheets[sheet_id]
        if verb == "batchUpdate":
            for change in json.loads(request.body)["requests"]:
                _change(tabs, change)
            return json_response(200, {"spreadsheetId": sheet_id})
        if rest:
            return _values(tabs, rest.removeprefix("values/"))
        return json_response(200, {"sheets": [{"properties": _properties(pk, tab)} for pk, tab in tabs.items()]})

    def _token(self, request: Request) -> Response:
        (assertion,) = parse_qs(request.body.decode())["assertion"]
        payload = assertion.split(".")[1]
        self.claims.append(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))
        return json_response(200, {"access_token": "token", "expires_in": 3600, "token_type": "Bearer"})

    def _file(self, request: Request) -> Response:
        found = self.files.get(request.path.removeprefix(f"{DRIVE}/"))
        if found is None:
            return json_response(404, {"error": {"code": 404, "message": "File not found."}})
        media_type, content = found
        if request.params.get("alt") == "media":
            return Response(200, content, content_type=media_type)
        return json_response(200, {"mimeType": media_type})


def _properties(pk: int, tab: Tab) -> dict[str, Any]:
    return {"sheetId": pk, "title": tab.title, "gridProperties": {"columnCount": tab.columns}}


def _values(tabs: dict[int, Tab], range_name: str) -> Response:
    title = range_name.removeprefix("'").removesuffix("'").replace("''", "'")
    (tab,) = (tab for tab in tabs.values() if tab.title == title)
    lines = [[str(cell) for cell in line] for line in tab.lines]
    for line in lines:
        while line and not line[-1]:
            line.pop()
    return json_response(200, {"range": range_name, "majorDimension": "ROWS", **({"values": lines} if lines else {})})


def _change(tabs: dict[int, Tab], change: dict[str, Any]) -> None:
    ((kind, what),) = change.items()
    if kind == "addSheet":
        properties = what["properties"]
        tabs[properties["sheetId"]] = Tab(properties["title"], columns=properties["gridProperties"]["columnCount"])
    elif kind == "updateCells":
        tabs[what["range"]["sheetId"]].lines = []
        tabs[what["range"]["sheetId"]].bold = set()
    elif kind == "appendDimension":
        tabs[what["sheetId"]].columns += what["length"]
    elif kind == "appendCells":
        tab = tabs[what["sheetId"]]
        for row in what["rows"]:
            if len(row["values"]) > tab.columns:
                raise ValueError("beyond the last column")
            if row["values"][0].get("userEnteredFormat", {}).get("textFormat", {}).get("bold"):
                tab.bold.add(len(tab.lines))
            tab.lines.append([next(iter(cell["userEnteredValue"].values())) for cell in row["values"]])
    else:
        raise ValueError(f"{kind} is not known")
