from decimal import Decimal

import pytest

from course_discovery.apps.publisher.rules.prices import price_error, prices_error


@pytest.mark.parametrize(
    ("price", "error"),
    [
        ("0", None),
        ("99999999.99", None),
        ("10.5", None),
        ("-0.01", "Ensure this value is greater than or equal to 0."),
        ("100000000", "Ensure that there are no more than 10 digits in total."),
        ("1.005", "Ensure that there are no more than 2 decimal places."),
        ("NaN", "A valid number is required."),
        ("Infinity", "A valid number is required."),
    ],
)
def test_a_price_is_what_the_column_holds_and_not_negative(price, error):
    assert price_error(Decimal(price)) == error


def test_the_first_bad_price_is_named():
    assert prices_error({"audit": Decimal(0), "verified": Decimal(-1)}) == (
        "verified: Ensure this value is greater than or equal to 0."
    )
    assert prices_error({"audit": Decimal(0)}) is None
