"""SOQL, in which Salesforce is queried."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class Lookup(NamedTuple):
    """How an object is found again: a query for those that may be it, and which of its records is it."""

    soql: str
    is_it: Callable[[Mapping[str, Any]], bool]


def text(value: str) -> str:
    """Return the text as a literal."""
    return f"'{value.translate(_ESCAPES)}'"


def moment(value: datetime) -> str:
    """Return the time as a literal, which has no quotes."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def by_key(kind: str, field: str, key: str) -> Lookup:
    """Find the oldest object of this kind whose key is just this one: SOQL compares without case."""
    soql = f"SELECT Id,{field} FROM {kind} WHERE {field}={text(key)} ORDER BY CreatedDate ASC"
    return Lookup(soql, lambda record: record.get(field) == key)
