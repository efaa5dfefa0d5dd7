"""What a program costs, and whether it can be bought at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.rules.course import EARLIEST


class SeatOffer(NamedTuple):
    """A seat that counts for the program, with the dates of its run."""

    currency: str
    price: Decimal
    run_start: datetime | None
    run_end: datetime | None
    enrollment_start: datetime | None


class EntitlementOffer(NamedTuple):
    currency: str
    price: Decimal


class CourseOffers(NamedTuple):
    """What a course of the program sells: seats of its canonical run, and entitlements, each in order of creation."""

    seats: Sequence[SeatOffer]
    entitlements: Sequence[EntitlementOffer]


class PriceRange(NamedTuple):
    """The least and the most that one product costs, and what the whole program costs, in one currency."""

    currency: str
    min: Decimal
    max: Decimal
    total: Decimal


class RunOnSale(NamedTuple):
    status: str
    has_enrollable_seat: bool


class PurchaseFacts(NamedTuple):
    """A course of the program: how many entitlements of it count, and its runs that are not excluded."""

    entitlements: int
    runs: Sequence[RunOnSale]


def price_ranges(courses: Sequence[CourseOffers], now: datetime) -> list[PriceRange]:
    """Return one range a currency, in the order in which they appear: seats first, then entitlements."""
    prices: dict[str, list[Decimal]] = {}
    for seat in (seat for course in courses for seat in course.seats):
        prices.setdefault(seat.currency, []).append(seat.price)
    for entitlement in (entitlement for course in courses for entitlement in course.entitlements):
        prices.setdefault(entitlement.currency, []).append(entitlement.price)

    totals: dict[str, Decimal] = {}
    for course in courses:
        for currency, price in _bought_for(course, now).items():
            totals[currency] = totals.get(currency, Decimal(0)) + price
    return [
        PriceRange(currency, min(offered), max(offered), totals.get(currency, Decimal(0)))
        for currency, offered in prices.items()
    ]


def _bought_for(course: CourseOffers, now: datetime) -> dict[str, Decimal]:
    """Return what is paid for the course in each currency: its entitlement, else the seat that replaced all others."""
    chosen: dict[str, SeatOffer] = {}
    for seat in course.seats:
        if seat.currency not in chosen or _replaces(seat, chosen[seat.currency], now):
            chosen[seat.currency] = seat
    paid = {currency: seat.price for currency, seat in chosen.items()}
    for entitlement in course.entitlements:
        paid[entitlement.currency] = entitlement.price
    return paid


def _replaces(seat: SeatOffer, chosen: SeatOffer, now: datetime) -> bool:
    if seat.run_end is not None and seat.run_end <= now:
        return False
    opens = seat.enrollment_start
    return opens is None or (chosen.run_start or EARLIEST) < opens < now


def is_one_click_eligible(courses: Iterable[PurchaseFacts]) -> bool:
    """Tell whether each course sells exactly one thing that counts: an entitlement, or seats of one published run."""
    return all(course.entitlements == 1 or _sells_one_run(course.runs) for course in courses)


def _sells_one_run(runs: Sequence[RunOnSale]) -> bool:
    published = [run for run in runs if run.status == CourseRunStatus.Published]
    return len(published) == 1 and published[0].has_enrollable_seat
