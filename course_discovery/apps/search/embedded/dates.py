"""Dates as Elasticsearch reads them: ISO 8601 with optional parts, epoch milliseconds, and date math.

Everything is epoch milliseconds in UTC.
"""

from __future__ import annotations

import calendar
import math
import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from course_discovery.apps.search.embedded import clock
from course_discovery.apps.search.embedded.errors import ShardError

_ISO = re.compile(
    r"(?P<year>-?\d{4})"
    r"(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?"
    r"(?:T(?:(?P<hour>\d{2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?)?)?"
    r"(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_MILLIS = re.compile(r"-?\d+(?:\.\d+)?")
_MATH = re.compile(r"([+-])(\d*)([yMwdhHms])|/([yMwdhHms])")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEPS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "H": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}


class DateError(ValueError):
    """The text is not a date."""


class NoSuchDay(DateError):
    """A day that its month, or a month that the year does not have; the message is Java's."""


class MathError(DateError):
    """What is to be added to a date or rounded cannot be read; the message is Elasticsearch's."""


def is_millis(text: str) -> bool:
    """Whether a date is written as a number of milliseconds."""
    return bool(_MILLIS.fullmatch(text))


def parse_millis(text: str) -> int:
    """Epoch milliseconds written as such, fractions rounded down. Raises DateError."""
    if not is_millis(text):
        raise DateError(text)
    return math.floor(float(text)) if "." in text else int(text)


def to_millis(moment: datetime) -> int:
    """Epoch milliseconds of an aware moment, rounded down."""
    delta = moment - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1000 + delta.microseconds // 1000


@lru_cache(maxsize=65_536)
def parse(text: str, *, round_up: bool = False) -> int:
    """Epoch milliseconds of an ISO date or of a number of milliseconds. Raises DateError.

    Missing parts are the lowest values; with ``round_up`` the time of day is the last moment, but a missing month or
    day is still the first, as in Elasticsearch.
    """
    match = _ISO.fullmatch(text)
    if match and not (match["hour"] is not None and match["month"] is None):
        return _from_iso(match, round_up)
    if is_millis(text):
        return parse_millis(text)
    raise DateError(text)


def _from_iso(match: re.Match[str], round_up: bool) -> int:
    year = int(match["year"])
    month, day = int(match["month"] or 1), int(match["day"] or 1)
    if match["month"] and not match["day"] and not 1 <= month <= 12:
        raise NoSuchDay(f"Invalid value for MonthOfYear (valid values 1 - 12): {month}")
    if 1 <= month <= 12 and year > 0 and calendar.monthrange(year, month)[1] < day <= 31:
        if (month, day) == (2, 29):
            raise NoSuchDay(f"Invalid date 'February 29' as '{year}' is not a leap year")
        raise NoSuchDay(f"Invalid date '{calendar.month_name[month].upper()} {day}'")
    try:
        hour = int(match["hour"]) if match["hour"] else (23 if round_up else 0)
        minute = int(match["minute"]) if match["minute"] else (59 if round_up else 0)
        second = int(match["second"]) if match["second"] else (59 if round_up else 0)
        millis = int((match["fraction"] or ("999" if round_up else "0")).ljust(3, "0")[:3])
        moment = datetime(year, month, day, hour, minute, second, millis * 1000, tzinfo=_zone(match["zone"]))
        return to_millis(moment)
    except (ValueError, OverflowError) as error:
        raise DateError(match[0]) from error


def _zone(text: str | None) -> timezone:
    if text is None or text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if text[0] == "-" else offset)


def parse_math(text: str, *, round_up: bool = False, millis: bool = False) -> int:
    """Like ``parse``, and understands ``now``, ``now+60d``, ``now/d``, ``2026-01-01||+1M/d``.

    With ``millis``, what is not ``now`` must be a number of milliseconds.
    """
    if text.startswith("now"):
        moment, changes = clock.now_millis(), text[3:]
    else:
        anchor, separator, changes = text.partition("||")
        if not anchor:
            raise MathError("cannot parse empty datetime")
        moment = parse_millis(anchor) if millis else parse(anchor, round_up=round_up and not separator)
    at = 0
    while at < len(changes):
        match = _MATH.match(changes, at)
        if not match:
            raise _math_error(changes, at)
        moment = _step(moment, match, round_up)
        at = match.end()
    return moment


def _math_error(changes: str, at: int) -> MathError:
    if changes[at] not in "+-/":
        return MathError(f"operator not supported for date math [{changes}]")
    unit_at = at + 1
    while unit_at < len(changes) and changes[unit_at].isdigit():
        unit_at += 1
    if unit_at >= len(changes):
        return MathError(f"truncated date math [{changes}]")
    if changes[at] == "/" and unit_at > at + 1 and int(changes[at + 1 : unit_at]) != 1:
        return MathError(f"rounding `/` can only be used on single unit types [{changes}]")
    return MathError(f"unit [{changes[unit_at]}] not supported for date math [{changes}]")


def _step(millis: int, match: re.Match[str], round_up: bool) -> int:
    moment = _EPOCH + timedelta(milliseconds=millis)
    if match[4]:
        floor = _floor(moment, match[4])
        return to_millis(_plus(floor, match[4], 1)) - 1 if round_up else to_millis(floor)
    amount = int(match[2] or 1)
    return to_millis(_plus(moment, match[3], -amount if match[1] == "-" else amount))


def _plus(moment: datetime, unit: str, amount: int) -> datetime:
    if unit in _STEPS:
        return moment + _STEPS[unit] * amount
    months = moment.year * 12 + moment.month - 1 + amount * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _floor(moment: datetime, unit: str) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "y":
        return midnight.replace(month=1, day=1)
    if unit == "M":
        return midnight.replace(day=1)
    if unit == "w":
        return midnight - timedelta(days=midnight.weekday())
    if unit == "d":
        return midnight
    if unit in "hH":
        return moment.replace(minute=0, second=0, microsecond=0)
    if unit == "m":
        return moment.replace(second=0, microsecond=0)
    return moment.replace(microsecond=0)


def duration_millis(text: str | int | float) -> float:
    """Milliseconds of a time value such as ``30d`` or ``12h``; raises DateError."""
    if isinstance(text, int | float):
        return float(text)
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(d|h|m|s|ms|micros|nanos)", text.strip())
    if not match:
        raise DateError(text)
    unit = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1, "micros": 1e-3, "nanos": 1e-6}[match[2]]
    return float(match[1]) * unit


def to_iso(millis: int) -> str:
    """The form Elasticsearch writes dates in, such as aggregation keys."""
    moment = _EPOCH + timedelta(milliseconds=millis)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def unreadable(text: str, field_format: str, detail: str = "") -> ShardError:
    """The error of a query whose date cannot be read."""
    reason = f"failed to parse date field [{text}] with format [{field_format}]"
    return ShardError(
        f"{reason}: [{detail or reason}]",
        "parse_exception",
        {"type": "date_time_exception" if detail else "illegal_argument_exception", "reason": detail or reason},
    )
