"""Reading values out of rows as platforms send them. What is not as agreed raises RowError with the field's name."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from dateutil.parser import isoparse

from course_discovery.apps.data_loading.records import RowError

Row = Mapping[str, Any]


def as_row(value: Any) -> Row:
    if not isinstance(value, dict):
        raise RowError("not_an_object", f"{str(value)[:100]!r} is not an object")
    return value


def text(row: Row, name: str, limit: int | None = None) -> str | None:
    """Return a text without the blanks around it; None for null, absent and blank."""
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RowError("bad_text", f"{name}: {str(value)[:100]!r} is not a text")
    value = value.strip()
    if limit is not None and len(value) > limit:
        raise RowError("too_long", f"{name}: {len(value)} characters, at most {limit} fit")
    return value or None


def required_text(row: Row, name: str, limit: int | None = None) -> str:
    value = text(row, name, limit)
    if value is None:
        raise RowError("missing", f"{name} is missing")
    return value


def nested_text(row: Row, *names: str, limit: int | None = None) -> str | None:
    """Return the text at a path of objects, any of which may be null or absent."""
    for name in names[:-1]:
        inner = row.get(name)
        if inner is None:
            return None
        if not isinstance(inner, dict):
            raise RowError("bad_object", f"{name}: {str(inner)[:100]!r} is not an object")
        row = inner
    return text(row, names[-1], limit)


def moment(row: Row, name: str) -> datetime | None:
    """Return an ISO 8601 time, UTC where it names no zone; None for null, absent and blank."""
    value = text(row, name)
    if value is None:
        return None
    try:
        parsed = _parsed(value)
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RowError("bad_date", f"{name}: {value[:100]!r} is not a date") from error


def _parsed(value: str) -> datetime:
    """The standard library is several times faster, and knows all but the rarest forms."""
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return isoparse(value)


def flag(row: Row, name: str) -> bool:
    """Return a boolean; False for null and absent."""
    value = row.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise RowError("bad_flag", f"{name}: {str(value)[:100]!r} is neither true nor false")
    return value


def amount(row: Row, *names: str) -> Decimal:
    """Return the first of the named amounts that is there: not negative, cents, at most eight digits before them."""
    for name in names:
        value = row.get(name)
        if value is None:
            continue
        try:
            parsed = Decimal(str(value).strip()).quantize(Decimal("0.01"))
        except InvalidOperation as error:
            raise RowError("bad_price", f"{name}: {str(value)[:100]!r} is not an amount") from error
        if not parsed.is_finite() or not 0 <= parsed < 10**8:
            raise RowError("bad_price", f"{name}: {str(value)[:100]!r} is out of range")
        return parsed
    raise RowError("bad_price", f"none of {', '.join(names)} is there")


def rows(row: Row, name: str) -> list[Row]:
    """Return a list of objects; empty for null. The name must be there."""
    if name not in row:
        raise RowError("missing", f"{name} is missing")
    value = row[name]
    if value is None:
        return []
    if not isinstance(value, list):
        raise RowError("bad_list", f"{name}: {str(value)[:100]!r} is not a list")
    return [as_row(each) for each in value]
