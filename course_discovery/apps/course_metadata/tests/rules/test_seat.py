from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from course_discovery.apps.course_metadata.rules import seat as rules
from course_discovery.apps.course_metadata.rules.seat import SeatFacts

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def seat(kind="verified", price="100.00", deadline=None, sku=None):
    return SeatFacts(kind, Decimal(price), deadline, sku)


def test_default_upgrade_deadline_is_the_last_moment_of_the_day():
    end = datetime(2026, 6, 15, 3, 4, 5, 6, tzinfo=UTC)
    assert rules.default_upgrade_deadline("verified", end, 10) == datetime(2026, 6, 5, 23, 59, 59, 99999, tzinfo=UTC)


def test_default_upgrade_deadline_keeps_the_zone_of_the_end():
    zone = timezone(timedelta(hours=-5))
    deadline = rules.default_upgrade_deadline("verified", datetime(2026, 6, 15, tzinfo=zone), 10)
    assert deadline == datetime(2026, 6, 5, 23, 59, 59, 99999, tzinfo=zone)


@pytest.mark.parametrize(("kind", "end"), [("audit", NOW), ("professional", NOW), ("verified", None)])
def test_no_default_upgrade_deadline(kind, end):
    assert rules.default_upgrade_deadline(kind, end, 10) is None


@pytest.mark.parametrize(
    ("kinds", "legacy"),
    [
        (["audit", "verified", "credit"], "credit"),
        (["verified", "professional"], "professional"),
        (["no-id-professional", "verified"], "professional"),
        (["audit", "verified"], "verified"),
        (["audit", "honor"], "honor"),
        (["audit"], "audit"),
        (["masters"], None),
        ([], None),
    ],
)
def test_legacy_type(kinds, legacy):
    assert rules.legacy_type(kinds) == legacy


@pytest.mark.parametrize(
    ("seats", "price"),
    [
        ([], None),
        ([seat("audit", "0")], None),
        ([seat("credit", "300")], None),
        ([seat(price="49.99")], 49),
        ([seat(price="100", deadline=NOW + DAY), seat("professional", "200", NOW)], 200),
        # No deadline closes last; equal deadlines keep the order.
        ([seat(price="100"), seat("professional", "200", NOW)], 200),
        ([seat(price="100"), seat("professional", "200")], 100),
        ([seat(price="0.50")], 0),
    ],
)
def test_first_paid_seat_price(seats, price):
    assert rules.first_paid_seat_price(seats) == price


@pytest.mark.parametrize(
    ("seats", "end", "enrollment_end", "expected"),
    [
        ([], NOW, NOW, None),
        ([seat("audit", "0")], NOW, None, None),
        ([seat()], None, None, None),
        ([seat()], NOW + 2 * DAY, NOW + DAY, NOW + DAY),
        ([seat(deadline=NOW)], None, None, NOW),
        ([seat(deadline=NOW), seat("professional", deadline=NOW + DAY)], NOW + 2 * DAY, None, NOW + DAY),
        # A seat without deadline closes last, and leaves the dates of the run to decide.
        ([seat(deadline=NOW), seat("professional")], NOW + 2 * DAY, None, NOW + 2 * DAY),
        ([seat(deadline=NOW + 2 * DAY)], NOW + DAY, None, NOW + DAY),
    ],
)
def test_paid_enrollment_end(seats, end, enrollment_end, expected):
    assert rules.paid_enrollment_end(seats, end, enrollment_end) == expected


@pytest.mark.parametrize(("paid_end", "upgradeable"), [(None, False), (NOW, False), (NOW + DAY, True)])
def test_is_upgradeable(paid_end, upgradeable):
    assert rules.is_upgradeable(paid_end, NOW) is upgradeable


def test_enrollable_seats():
    audit, open_, closed = seat("audit", "0"), seat(deadline=NOW + DAY), seat("professional", deadline=NOW)
    seats = [audit, open_, closed]

    def enrollable(start=None, enrollment_end=None, end=None, types=None):
        return rules.enrollable_seats(seats, start, enrollment_end, end, NOW, types)

    assert enrollable() == [audit, open_]
    assert enrollable(types={"verified", "professional"}) == [open_]
    assert enrollable(start=NOW) == [audit, open_]
    assert enrollable(start=NOW + DAY) == []
    assert enrollable(enrollment_end=NOW - DAY) == []
    assert enrollable(end=NOW - DAY) == []
