from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

from course_discovery.apps.publisher.rules.products import EntitlementProduct, SeatProduct, moment, publication

COURSE = UUID("00000000-0000-4000-8000-0000000000aa")
VARIANT = UUID("00000000-0000-4000-8000-0000000000bb")
KEY = "course-v1:LakeX+BOT1+1T2031"


def body(*seats, entitlements=(), end=None):
    return publication(KEY, COURSE, "Botany One", end, seats, entitlements)


def test_a_publication_names_the_run_and_then_seats_before_entitlements():
    end = datetime(2031, 4, 10, tzinfo=UTC)
    deadline = datetime(2031, 3, 31, 23, 59, 59, 99999, tzinfo=UTC)
    seat = SeatProduct("verified", True, Decimal("60.00"), None, deadline)
    assert body(seat, entitlements=[EntitlementProduct("verified", Decimal("60.00"))], end=end) == {
        "id": KEY,
        "uuid": "00000000-0000-4000-8000-0000000000aa",
        "name": "Botany One",
        "verification_deadline": "2031-04-10T00:00:00Z",
        "products": [
            {
                "expires": "2031-03-31T23:59:59Z",
                "price": "60.00",
                "product_class": "Seat",
                "stockrecords": [{"partner_sku": None}],
                "attribute_values": [
                    {"name": "certificate_type", "value": "verified"},
                    {"name": "id_verification_required", "value": True},
                ],
            },
            {
                "price": "60.00",
                "product_class": "Course Entitlement",
                "attribute_values": [{"name": "certificate_type", "value": "verified"}],
            },
        ],
    }


def test_what_is_not_known_is_null():
    audit = SeatProduct("", False, Decimal("0.00"), "", None)
    told = body(audit)
    assert told["verification_deadline"] is None
    assert told["products"][0]["expires"] is None
    assert told["products"][0]["stockrecords"] == [{"partner_sku": None}]


def test_a_seat_keeps_its_sku():
    told = body(SeatProduct("verified", True, Decimal("1.00"), "ABC1234", None))
    assert told["products"][0]["stockrecords"] == [{"partner_sku": "ABC1234"}]


def test_variants_are_told_where_there_are_any():
    told = body(
        SeatProduct("verified", True, Decimal("1.00"), None, None, VARIANT),
        entitlements=[EntitlementProduct("verified", Decimal("1.00"), VARIANT)],
    )
    variant = {"name": "variant_id", "value": str(VARIANT)}
    assert [product["attribute_values"][-1] for product in told["products"]] == [variant, variant]


def test_moments_are_those_of_greenwich():
    assert moment(datetime(2031, 4, 10, 1, 30, tzinfo=timezone(timedelta(hours=2)))) == "2031-04-09T23:30:00Z"
