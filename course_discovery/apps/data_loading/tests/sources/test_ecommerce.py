"""What products of e-commerce say."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.records import (
    EnrollmentCodeRecord,
    EntitlementRecord,
    RowError,
    SeatRecord,
)
from course_discovery.apps.data_loading.sources.ecommerce import (
    EcommerceEnrollmentCodes,
    EcommerceEntitlements,
    EcommerceSeats,
)
from course_discovery.apps.data_loading.tests.rows import code_row, entitlement_row, seat_product, seats_row

KEY = "course-v1:LakeX+BOT1+1T2030"
VERIFIED = {"name": "certificate_type", "value": "verified"}
UUID_TEXT = "64983aff-b83a-59a9-b4be-e0838e7c30d2"


def source(kind):
    return kind(Partner(ecommerce_api_url="http://shop.example.com/api"))


def test_seats():
    row = seats_row(
        KEY,
        seat_product(None, "0.00", "AUD1"),
        seat_product("credit", "200", "CRE1", expires="2030-06-01T00:00:00Z", credit_provider="asu", credit_hours="3"),
    )
    record = source(EcommerceSeats).transform(row)
    assert record.run_key == KEY
    assert record.notes == ()
    assert record.seats == (
        SeatRecord("audit", "USD", Decimal("0.00"), "AUD1", None, None, None),
        SeatRecord("credit", "USD", Decimal("200.00"), "CRE1", datetime(2030, 6, 1, tzinfo=UTC), "asu", 3),
    )


def test_prices_of_mobile_shops_stay_there_however_odd():
    row = seats_row(KEY, seat_product(sku="mobile.ios.ABC1", price="free"), seat_product(sku="ABC1"))
    record = source(EcommerceSeats).transform(row)
    assert [seat.sku for seat in record.seats] == ["ABC1"]
    assert record.notes == ()


@pytest.mark.parametrize(
    ("product", "code"),
    [
        (seat_product(price="free"), "bad_price"),
        (seat_product(sku=None), "missing"),
        (seat_product(currency=None), "missing"),
        (seat_product() | {"stockrecords": []}, "no_stockrecord"),
        (seat_product(expires="never"), "bad_date"),
        (seat_product("credit", credit_hours="some"), "bad_number"),
        (seat_product() | {"attribute_values": "none"}, "bad_list"),
    ],
)
def test_one_bad_product_leaves_the_others(product, code):
    record = source(EcommerceSeats).transform(seats_row(KEY, product, seat_product("audit", sku="AUD1")))
    assert [seat.sku for seat in record.seats] == ["AUD1"]
    assert [(note.key, note.code) for note in record.notes] == [(KEY, code)]


@pytest.mark.parametrize("row", [7, {}, {"id": KEY}, {"id": KEY, "products": "none"}, {"id": KEY, "products": [7]}])
def test_rows_of_runs_that_cannot_be_read(row):
    with pytest.raises(RowError):
        source(EcommerceSeats).transform(row)


def test_entitlement():
    row = entitlement_row("ENT1", UUID_TEXT, "LakeX+BOT1", mode="Verified", price="99")
    assert source(EcommerceEntitlements).transform(row) == EntitlementRecord(
        "Entitlement ENT1", "ENT1", "verified", "USD", Decimal("99.00"), UUID(UUID_TEXT), "LakeX+BOT1"
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"stockrecords": []}, "no_stockrecord"),
        ({"attribute_values": []}, "missing"),
        ({"attribute_values": [VERIFIED, {"code": "UUID", "value": "x"}]}, "bad_uuid"),
    ],
)
def test_entitlements_that_cannot_be_loaded(change, code):
    with pytest.raises(RowError) as raised:
        source(EcommerceEntitlements).transform(entitlement_row("ENT1", UUID_TEXT) | change)
    assert raised.value.code == code


def test_an_unreadable_entitlement_still_has_its_sku():
    row = entitlement_row("ENT1", UUID_TEXT, price="free")
    assert source(EcommerceEntitlements).identity(row) == "ENT1"
    for nameless in (7, {}, {"stockrecords": []}, {"stockrecords": [{}]}, {"stockrecords": 7}):
        assert source(EcommerceEntitlements).identity(nameless) is None


def test_enrollment_code():
    assert source(EcommerceEnrollmentCodes).transform(code_row("BULK1", KEY)) == EnrollmentCodeRecord(
        "Enrollment code BULK1", "BULK1", KEY, "verified"
    )
