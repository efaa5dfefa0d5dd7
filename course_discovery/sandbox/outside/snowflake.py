"""Snowflake: the little of its protocol that a login and a query need."""

import json
from collections.abc import Sequence
from typing import Any

from course_discovery.sandbox.api import Request, Response, json_response
from course_discovery.sandbox.outside.double import Double


class SnowflakeDouble(Double):
    """A warehouse that gives the same table of texts whatever it is asked, which ``queries`` remembers."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        super().__init__()
        self.columns = columns
        self.rows = rows
        self.queries: list[str] = []
        self.logins: list[dict[str, Any]] = []

    @property
    def connection_options(self) -> dict[str, Any]:
        """Arguments by which the connector finds this server."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        return {"host": host, "port": int(port), "protocol": "http"}

    def answer(self, request: Request) -> Response:
        """What Snowflake answers."""
        if request.path == "/session/v1/login-request":
            self.logins.append(json.loads(request.body)["data"])
            session = {"token": "token", "masterToken": "master", "parameters": [], "sessionInfo": {}, "sessionId": 1}
            return _success(session | {"validityInSeconds": 3600, "masterValidityInSeconds": 14400})
        if request.path == "/queries/v1/query-request":
            self.queries.append(json.loads(request.body)["sqlText"])
            return _success(self._table())
        return _success({})

    def _table(self) -> dict[str, Any]:
        kind = {"type": "text", "nullable": True, "length": 1024, "byteLength": 4096, "scale": None, "precision": None}
        return {
            "parameters": [],
            "rowtype": [kind | {"name": name} for name in self.columns],
            "rowset": [[None if cell is None else str(cell) for cell in row] for row in self.rows],
            "total": len(self.rows),
            "returned": len(self.rows),
            "queryId": "01",
            "sqlState": "00000",
            "statementTypeId": 4096,
            "version": 1,
            "sendResultTime": 0,
            "numberOfBinds": 0,
            "arrayBindSupported": False,
            "queryResultFormat": "json",
            "finalDatabaseName": "DB",
            "finalSchemaName": "PUBLIC",
            "finalWarehouseName": None,
            "finalRoleName": "PUBLIC",
        }


def _success(data: dict[str, Any]) -> Response:
    return json_response(200, {"data": data, "message": None, "code": None, "success": True})
