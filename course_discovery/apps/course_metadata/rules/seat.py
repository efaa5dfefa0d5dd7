"""What follows from the seats that a course run sells."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from course_discovery.apps.course_metadata.constants import (
    AUDIT,
    CREDIT,
    HONOR,
    NO_ID_PROFESSIONAL,
    PROFESSIONAL,
    VERIFIED,
)
from course_discovery.apps.course_metadata.rules.course_run import enrollment_deadline, has_enrollment_ended

# Written so by the authoring tools, and compared by clients.
LAST_MICROSECOND = 99999
# The first of these that a run sells is its type in the older, single-valued sense.
LEGACY_TYPES = (
    (CREDIT, CREDIT),
    (PROFESSIONAL, PROFESSIONAL),
    (NO_ID_PROFESSIONAL, PROFESSIONAL),
    (VERIFIED, VERIFIED),
    (HONOR, HONOR),
    (AUDIT, AUDIT),
)
FAR_FUTURE = datetime.max.replace(tzinfo=UTC)


class SeatFacts(NamedTuple):
    """What rules know of a seat. `upgrade_deadline` is the effective one: the override, else the stored one."""

    type: str
    price: Decimal
    upgrade_deadline: datetime | None = None
    sku: str | None = None


def default_upgrade_deadline(seat_type: str, end: datetime | None, days: int) -> datetime | None:
    """Return until when a verified seat can be bought: the last moment of the day that many days before the end.

    The day is that of the end's own time zone. None for other types, and while the end is unknown.
    """
    if seat_type != VERIFIED or end is None:
        return None
    return (end - timedelta(days=days)).replace(hour=23, minute=59, second=59, microsecond=LAST_MICROSECOND)


def legacy_type(seat_types: Iterable[str]) -> str | None:
    """Return the one type that stands for all seats of a run, or None when it sells none that is known."""
    sold = set(seat_types)
    return next((legacy for seat_type, legacy in LEGACY_TYPES if seat_type in sold), None)


def paid_seats(seats: Iterable[SeatFacts]) -> list[SeatFacts]:
    """Return the seats that cost money, but for credit, which is bought on top of another seat."""
    return [seat for seat in seats if seat.price > 0 and seat.type != CREDIT]


def first_paid_seat(seats: Iterable[SeatFacts]) -> SeatFacts | None:
    """Return the paid seat that closes first; of those that close together, or never, the first given."""
    return min(paid_seats(seats), key=lambda seat: seat.upgrade_deadline or FAR_FUTURE, default=None)


def first_paid_seat_price(seats: Iterable[SeatFacts]) -> int | None:
    """Return the whole currency units of that seat's price, or None without a paid seat."""
    seat = first_paid_seat(seats)
    return None if seat is None else int(seat.price)


def paid_enrollment_end(
    seats: Iterable[SeatFacts], end: datetime | None, enrollment_end: datetime | None
) -> datetime | None:
    """Return until when a paid seat can be bought, by the seat that closes last.

    None without a paid seat, and when neither the seat nor the run has a known date.
    """
    paid = paid_seats(seats)
    if not paid:
        return None
    last = max(paid, key=lambda seat: seat.upgrade_deadline or FAR_FUTURE).upgrade_deadline
    return min((moment for moment in (last, enrollment_deadline(end, enrollment_end)) if moment), default=None)


def is_upgradeable(paid_end: datetime | None, now: datetime) -> bool:
    """Tell whether a paid seat can still be bought. Without any known date it counts as closed."""
    return paid_end is not None and paid_end > now


def enrollable_seats(
    seats: Sequence[SeatFacts],
    enrollment_start: datetime | None,
    enrollment_end: datetime | None,
    end: datetime | None,
    now: datetime,
    types: Collection[str] | None = None,
) -> list[SeatFacts]:
    """Return the seats that can be taken now, only of the types given if any are."""
    if has_enrollment_ended(end, enrollment_end, now) or (enrollment_start is not None and enrollment_start > now):
        return []
    return [
        seat
        for seat in seats
        if (types is None or seat.type in types) and (seat.upgrade_deadline is None or seat.upgrade_deadline > now)
    ]
