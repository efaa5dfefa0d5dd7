"""Values of parameters, checked by the type of the field they are compared with."""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum

from course_discovery.apps.search.queries.clock import anchored

Value = str | int | float | bool

TRUE = frozenset({"true", "1"})
FALSE = frozenset({"false", "0"})
LARGEST_INTEGER = 2**31 - 1
_DATE_MATH = re.compile(r"now([+-]\d{1,4}[yMwdhHms])*(/[yMwdhHms])?")
_PARTIAL_DATE = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2]))?")
_MILLISECONDS = re.compile(r"-?\d{1,15}")
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T.+)?")


class Kind(Enum):
    """How a field's values are written; the value is the word that the API documentation uses."""

    KEYWORD = "string"
    LOWERED = "string, any case"
    BOOLEAN = "boolean"
    NUMBER = "number"
    DATE = "date-time"


def boolean(text: str) -> bool:
    """Read true/false (any case) or 1/0; ValueError for anything else."""
    lowered = text.strip().lower()
    if lowered in TRUE:
        return True
    if lowered in FALSE:
        return False
    raise ValueError(f"“{text}” is not a boolean: use true or false.")


def number(text: str) -> int | float:
    """Read a number that an integer field can hold; ValueError for anything else."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise ValueError(f"“{text}” is not a number.")
    if abs(value) > LARGEST_INTEGER:
        raise ValueError(f"“{text}” is out of range.")
    return int(value) if value == value.to_integral_value() else float(value)


def date(text: str) -> str:
    """Check that the engine can read the date: ISO 8601, milliseconds since 1970, or date math such as now-7d."""
    written = text.replace(" ", "T", 1)
    if _DATE_MATH.fullmatch(written):
        return anchored(written)
    if _PARTIAL_DATE.fullmatch(written) or _MILLISECONDS.fullmatch(written):
        return written
    if _FULL_DATE.fullmatch(written):
        try:
            datetime.fromisoformat(written)
            return written
        except ValueError:
            pass
    raise ValueError(f"“{text}” is not a date: use ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z.")


READ: dict[Kind, Callable[[str], Value]] = {
    Kind.KEYWORD: str,
    Kind.LOWERED: str.lower,
    Kind.BOOLEAN: boolean,
    Kind.NUMBER: number,
    Kind.DATE: date,
}
