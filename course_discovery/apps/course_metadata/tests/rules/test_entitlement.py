from decimal import Decimal

import pytest

from course_discovery.apps.course_metadata.rules.entitlement import Offer, inferred_entitlement

AUDIT = Offer("audit", Decimal(0), "USD")
VERIFIED = Offer("verified", Decimal(100), "USD")
DEARER = Offer("verified", Decimal(200), "USD")
PROFESSIONAL = Offer("professional", Decimal(100), "USD")


@pytest.mark.parametrize(
    ("runs", "entitlement"),
    [
        ([[AUDIT, VERIFIED]], VERIFIED),
        ([[VERIFIED], [AUDIT, VERIFIED]], VERIFIED),
        ([[VERIFIED], [DEARER]], None),
        ([[VERIFIED, PROFESSIONAL]], None),
        ([[VERIFIED], [AUDIT]], None),
        ([[AUDIT]], None),
        ([[]], None),
        ([], None),
    ],
)
def test_inferred_entitlement(runs, entitlement):
    assert inferred_entitlement(runs) == entitlement
