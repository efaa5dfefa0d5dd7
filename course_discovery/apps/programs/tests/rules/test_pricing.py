from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.programs.rules.pricing import (
    CourseOffers,
    EntitlementOffer,
    PriceRange,
    PurchaseFacts,
    RunOnSale,
    SeatOffer,
    is_one_click_eligible,
    price_ranges,
)

NOW = datetime(2030, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def seat(price, currency="USD", start=NOW - 60 * DAY, end=NOW + 60 * DAY, opens=None):
    return SeatOffer(currency, Decimal(price), start, end, opens)


def course(*seats, entitlements=()):
    return CourseOffers(seats, [EntitlementOffer(currency, Decimal(price)) for price, currency in entitlements])


def ranges(*courses):
    return [tuple(each) for each in price_ranges(courses, NOW)]


class TestPriceRanges:
    def test_nothing_on_sale(self):
        assert price_ranges([], NOW) == []
        assert price_ranges([course()], NOW) == []

    def test_one_seat_a_course(self):
        assert price_ranges([course(seat(10)), course(seat(30))], NOW) == [
            PriceRange("USD", Decimal(10), Decimal(30), Decimal(40))
        ]

    def test_currencies_in_order_of_appearance_seats_before_entitlements(self):
        first = course(seat(10, "EUR"), entitlements=[(5, "CAD")])
        second = course(seat(20, "USD"))
        assert ranges(first, second) == [("EUR", 10, 10, 10), ("USD", 20, 20, 20), ("CAD", 5, 5, 5)]

    def test_an_entitlement_replaces_the_seat_of_its_currency(self):
        assert ranges(course(seat(10), seat(8, "EUR"), entitlements=[(25, "USD")])) == [
            ("USD", 10, 25, 25),
            ("EUR", 8, 8, 8),
        ]

    @pytest.mark.parametrize(
        ("second", "total"),
        [
            (seat(20), 20),
            (seat(20, end=None), 20),
            (seat(20, end=NOW - DAY), 10),
            (seat(20, opens=NOW - DAY), 20),  # later than the start of the first seat's run
            (seat(20, opens=NOW + DAY), 10),  # yet to open
            (seat(20, opens=NOW - 90 * DAY), 10),  # before the start of the first seat's run
        ],
    )
    def test_which_seat_of_a_currency_counts(self, second, total):
        assert ranges(course(seat(10), second)) == [("USD", 10, 20, total)]

    def test_an_unknown_start_counts_as_long_past(self):
        assert ranges(course(seat(10, start=None), seat(20, opens=NOW - 9000 * DAY))) == [("USD", 10, 20, 20)]


def on_sale(status=CourseRunStatus.Published, enrollable=True):
    return RunOnSale(status, enrollable)


class TestOneClick:
    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            (PurchaseFacts(1, []), True),
            (PurchaseFacts(0, []), False),
            (PurchaseFacts(0, [on_sale()]), True),
            (PurchaseFacts(0, [on_sale(enrollable=False)]), False),
            (PurchaseFacts(0, [on_sale(), on_sale()]), False),
            (PurchaseFacts(0, [on_sale(), on_sale(CourseRunStatus.Unpublished)]), True),
            (PurchaseFacts(0, [on_sale(CourseRunStatus.Reviewed)]), False),
            (PurchaseFacts(2, []), False),
            (PurchaseFacts(2, [on_sale()]), True),
        ],
    )
    def test_one_course(self, facts, expected):
        assert is_one_click_eligible([facts]) is expected

    def test_every_course_must_be(self):
        assert not is_one_click_eligible([PurchaseFacts(1, []), PurchaseFacts(0, [])])

    def test_no_courses(self):
        assert is_one_click_eligible([])
