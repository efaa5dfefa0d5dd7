"""The entitlement that follows from what the runs of a course sell."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from course_discovery.apps.course_metadata.constants import ENTITLEMENT_MODES


class Offer(NamedTuple):
    mode: str
    price: Decimal
    currency: str | None


def inferred_entitlement(seats_of_runs: Sequence[Sequence[Offer]]) -> Offer | None:
    """Return the entitlement of a course whose runs sell these seats, or None when they do not agree on one.

    Each run must sell exactly one seat of a kind that entitlements have, at the same price.
    """
    offers = set()
    for seats in seats_of_runs:
        entitling = [seat for seat in seats if seat.mode in ENTITLEMENT_MODES]
        if len(entitling) != 1:
            return None
        offers.add(entitling[0])
    return offers.pop() if len(offers) == 1 else None
