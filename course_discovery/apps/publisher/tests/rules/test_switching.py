import pytest

from course_discovery.apps.publisher.rules.switching import (
    ENTITLEMENTS_MESSAGE,
    SEATS_MESSAGE,
    entitlement_error,
    seats_error,
)


@pytest.mark.parametrize(
    ("official", "wanted", "error"),
    [
        ([], ["audit"], None),
        (["audit"], ["audit", "verified"], None),
        (["audit"], ["verified"], None),
        (["audit"], ["professional"], SEATS_MESSAGE),
        (["audit", "verified"], ["audit"], SEATS_MESSAGE),
    ],
)
def test_seats_that_were_sold_stay(official, wanted, error):
    assert seats_error(official, wanted) == error


@pytest.mark.parametrize(
    ("official", "current", "wanted", "error"),
    [
        (False, "verified", "professional", None),
        (True, "verified", "verified", None),
        (True, "audit", "verified", None),
        (True, None, "verified", None),
        (True, None, "professional", ENTITLEMENTS_MESSAGE),
        (True, "verified", "audit", ENTITLEMENTS_MESSAGE),
    ],
)
def test_entitlements_go_from_audit_to_verified_only(official, current, wanted, error):
    assert entitlement_error(official, current, wanted) == error
