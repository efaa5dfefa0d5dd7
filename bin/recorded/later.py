"""What the service does not have yet, so that cases about it can be told from differences."""

from typing import Any
from urllib.parse import unquote_plus, urlsplit

from bin.recorded.cases import Case, CaseDifference
from course_discovery.apps.api.comparison.differences import MISSING

# Values that hang on models to come are empty until then.
VALUES = {
    "actions": "writing",
}


def awaited_value(where: str, expected: Any, got: Any) -> str:
    """What a value waits for of which ours has less now; `where` is its path."""
    if isinstance(expected, list) and isinstance(got, list):
        less = [member for member in got if member not in expected] == []
    else:
        less = got in ([], {}, None, "", 0, MISSING)
    if not less:
        return ""
    parts = where.replace("[]", "").replace(" (members)", "").split(".")
    return next((VALUES[part] for part in parts if part in VALUES), "")


def awaited_difference(case: Case, difference: CaseDifference) -> str:
    """What a case waits for that asks for values to come, or a value that has not come."""
    if difference.what == "value":
        return awaited_value(difference.where, difference.expected, difference.got)
    if case.kind == "options" and difference.what == "allow":
        return "writing" if set(difference.got.split(", ")) < set(difference.expected.split(", ")) else ""
    return asked_for(unquote_plus(urlsplit(case.path).query))


def asked_for(query: str) -> str:
    """What a query waits for that filters by values to come."""
    return next((name for field, name in VALUES.items() if f"{field}=" in query or f"{field}:" in query), "")
