"""What the cells of tables mean. Cells come without the blanks around them; blank is None. Nonsense is a ValueError
whose message is for people."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from dateutil.parser import parse

SHOWN = 100
_TRUE = frozenset({"yes", "1", "true"})


def moment(date: str | None, time: str | None = None) -> datetime | None:
    """Read a date as people write it, the month first where only slashes tell; None if there is none.

    It is UTC unless the text names another zone, and without a time or a day the beginning of the day or the month.
    """
    if date is None:
        return None
    text = f"{date} {time}" if time else date
    try:
        # What the text leaves out is filled in: where that shows, it named no year.
        parsed, other = (parse(text, default=datetime(year, 1, 1, tzinfo=UTC)) for year in (2000, 2004))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:SHOWN]!r} is not a date") from error
    if parsed != other:
        raise ValueError(f"{text[:SHOWN]!r} names no year")
    return parsed.astimezone(UTC)


def whole_number(cell: str | None) -> int | None:
    if cell is None:
        return None
    try:
        number = Decimal(cell)
        if number.is_finite() and number == int(number):
            return int(number)
    except InvalidOperation:
        pass
    raise ValueError(f"{cell[:SHOWN]!r} is not a whole number")


def amount(cell: str | None) -> Decimal | None:
    """Read an amount of money. How many digits it may have is for the column that keeps it to say."""
    if cell is None:
        return None
    try:
        number = Decimal(cell.removeprefix("$").strip())
    except InvalidOperation as error:
        raise ValueError(f"{cell[:SHOWN]!r} is not a number") from error
    if not number.is_finite():
        raise ValueError(f"{cell[:SHOWN]!r} is not a number")
    return number


def identifier(cell: str | None) -> UUID | None:
    if cell is None:
        return None
    try:
        return UUID(cell)
    except ValueError as error:
        raise ValueError(f"{cell[:SHOWN]!r} is not a UUID") from error


def flag(cell: str | None) -> bool:
    return cell is not None and cell.lower() in _TRUE


def parts(cell: str | None) -> list[str]:
    """Read a list with commas; each part once, in order."""
    return list(dict.fromkeys(filter(None, (part.strip() for part in (cell or "").split(",")))))
