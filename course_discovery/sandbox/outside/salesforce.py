"""Salesforce: login by SOAP, objects by REST, and as much of SOQL as is used here."""

import json
import re
from html import unescape
from typing import Any

from course_discovery.sandbox.api import Request, Response, json_response
from course_discovery.sandbox.outside.double import Double

_DATA = re.compile(r"/services/data/v[\d.]+/(?P<rest>.*)")
_SOQL = re.compile(
    r"SELECT (?P<fields>\S+) FROM (?P<kind>\w+) WHERE (?P<where>.+?)( ORDER BY \w+ (?P<order>ASC|DESC))?"
)
_CONDITION = re.compile(r"(\w+)(>?=)(?:'((?:[^'\\]|\\.)*)'|([\w.:-]+))(?: AND |$)")
_FAULT = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com">'
    "<e:Body><e:Fault><sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode>"
    "<sf:exceptionMessage>Invalid username, password, security token; or user locked out.</sf:exceptionMessage>"
    "</e:Fault></e:Body></e:Envelope>"
)


class SalesforceDouble(Double):
    """Keeps ``records`` by kind, oldest first. Speaks HTTPS alone, as the client package does: see ``tls``.

    ``logins`` are username, and password with security token, of each login; ``told`` the objects that were created and
    updated, as (method, kind, values). The next ``unheard`` answers of creations never arrive.
    """

    def __init__(self) -> None:
        super().__init__()
        self.account = ("us", "them")
        self.logins: list[tuple[str, str]] = []
        self.records: dict[str, list[dict[str, Any]]] = {}
        self.told: list[tuple[str, str, dict[str, Any]]] = []
        self.page_size = 2000
        self.unheard = 0
        self._session = ""
        self._made = 0
        self._pages: list[tuple[str, int]] = []

    def expire(self) -> None:
        """End the session."""
        self._session = ""

    def add(self, kind: str, **values: Any) -> str:
        """Keep an object and return its id."""
        self._made += 1
        record_id = f"{kind[:3]}{self._made:015d}"
        created = f"2026-11-01T10:00:{self._made % 60:02d}.000+0000"
        self.records.setdefault(kind, []).append(
            {"Id": record_id, "CreatedDate": created, "IsDeleted": False, **values}
        )
        return record_id

    def answer(self, request: Request) -> Response:
        """What Salesforce answers."""
        if request.path.startswith("/services/Soap/u/"):
            return self._log_in(request.body.decode())
        match = _DATA.fullmatch(request.path)
        if not match:
            return _refusal(404, "NOT_FOUND", "The requested resource does not exist")
        if not self._session or request.authorization != f"Bearer {self._session}":
            return _refusal(401, "INVALID_SESSION_ID", "Session expired or invalid")
        what, *rest = match["rest"].strip("/").split("/")
        if what == "query":
            return self._page(*self._pages[int(rest[0])]) if rest else self._query(request.params["q"])
        if request.method == "POST":
            return self._create(rest[0], json.loads(request.body))
        return self._update(rest[0], rest[1], json.loads(request.body))

    def _log_in(self, body: str) -> Response:
        username, password = (_element(body, name) for name in ("username", "password"))
        self.logins.append((username, password))
        if (username, password) != self.account:
            return Response(500, _FAULT.encode(), content_type="text/xml")
        self._session = f"session{len(self.logins)}"
        answer = (
            f"<r><sessionId>{self._session}</sessionId><serverUrl>{self.url}/services/Soap/u/59.0/0</serverUrl></r>"
        )
        return Response(200, answer.encode(), content_type="text/xml")

    def _create(self, kind: str, values: dict[str, Any]) -> Response:
        self.told.append(("create", kind, values))
        record_id = self.add(kind, **values)
        if self.unheard:
            self.unheard -= 1
            raise ConnectionAbortedError("as if the line broke")
        return json_response(201, {"id": record_id, "success": True, "errors": []})

    def _update(self, kind: str, record_id: str, values: dict[str, Any]) -> Response:
        self.told.append(("update", kind, values))
        record = next((one for one in self.records.get(kind, []) if one["Id"] == record_id), None)
        if record is None:
            return _refusal(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible")
        record.update(values)
        return Response(204, b"")

    def _query(self, soql: str) -> Response:
        match = _SOQL.fullmatch(soql)
        if not match:
            return _refusal(400, "MALFORMED_QUERY", f"unexpected token: {soql}")
        if _CONDITION.sub("", match["where"]):
            return _refusal(400, "MALFORMED_QUERY", f"unexpected token: {match['where']}")
        return self._page(soql, 0)

    def _page(self, soql: str, start: int) -> Response:
        match: Any = _SOQL.fullmatch(soql)
        conditions = _CONDITION.findall(match["where"])
        found = [one for one in self.records.get(match["kind"], []) if all(_meets(one, *each) for each in conditions)]
        if match["order"] == "DESC":
            found.reverse()
        end = start + self.page_size
        rows = [_shown(one, match["fields"].split(",")) for one in found[start:end]]
        answer: dict[str, Any] = {"totalSize": len(found), "done": end >= len(found), "records": rows}
        if end < len(found):
            self._pages.append((soql, end))
            answer["nextRecordsUrl"] = f"/services/data/v59.0/query/{len(self._pages) - 1}"
        return json_response(200, answer)


def _meets(record: dict[str, Any], name: str, operator: str, text: str, literal: str) -> bool:
    """Texts are compared without case."""
    value, wanted = str(record.get(name, "")), re.sub(r"\\(.)", r"\1", text) or literal
    return value >= wanted if operator == ">=" else value.lower() == wanted.lower()


def _shown(record: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"attributes": {}}
    for name in fields:
        of, _, part = name.rpartition(".")
        if of:
            shown.setdefault(of, {})[part] = (record.get(of) or {}).get(part)
        else:
            shown[name] = record.get(name)
    return shown


def _element(body: str, name: str) -> str:
    """The text of an element of a SOAP message."""
    found = re.search(f":{name}>(.*?)</", body)
    if found is None:
        raise ValueError(f"no {name}")
    return unescape(found[1])


def _refusal(status: int, code: str, message: str) -> Response:
    return json_response(status, [{"message": message, "errorCode": code}])
