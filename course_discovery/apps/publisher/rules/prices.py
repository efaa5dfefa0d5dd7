"""What a price may be."""

from collections.abc import Mapping
from decimal import Decimal

LARGEST = Decimal("99999999.99")


def price_error(price: Decimal) -> str | None:
    """Return what is wrong with a price, or None: it is at least 0 and has at most 10 digits, 2 of them decimals."""
    if not price.is_finite():
        return "A valid number is required."
    if price < 0:
        return "Ensure this value is greater than or equal to 0."
    if price > LARGEST:
        return "Ensure that there are no more than 10 digits in total."
    if price != price.quantize(Decimal("0.01")):
        return "Ensure that there are no more than 2 decimal places."
    return None


def prices_error(prices: Mapping[str, Decimal]) -> str | None:
    """Return what is wrong with the first bad one of these prices, by slug of the seat type, or None."""
    for kind, price in prices.items():
        if error := price_error(price):
            return f"{kind}: {error}"
    return None
