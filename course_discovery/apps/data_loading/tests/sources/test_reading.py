"""Reading values out of rows."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from course_discovery.apps.data_loading.records import RowError
from course_discovery.apps.data_loading.sources import reading


@pytest.mark.parametrize(("value", "read"), [("  Botany ", "Botany"), ("", None), ("   ", None), (None, None)])
def test_text(value, read):
    assert reading.text({"name": value}, "name") == read


def test_text_that_is_too_long_says_so():
    with pytest.raises(RowError, match="name: 256 characters, at most 255 fit") as raised:
        reading.text({"name": "x" * 256}, "name", limit=255)
    assert raised.value.code == "too_long"


@pytest.mark.parametrize("value", [7, ["x"], {"a": 1}, True])
def test_what_is_no_text(value):
    with pytest.raises(RowError) as raised:
        reading.text({"name": value}, "name")
    assert raised.value.code == "bad_text"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2030-01-10T05:00:00Z", datetime(2030, 1, 10, 5, tzinfo=UTC)),
        ("2030-01-10T05:00:00.5+02:00", datetime(2030, 1, 10, 3, 0, 0, 500000, tzinfo=UTC)),
        ("2030-01-10", datetime(2030, 1, 10, tzinfo=UTC)),
        ("2030-01-10T05:00:00", datetime(2030, 1, 10, 5, tzinfo=UTC)),
        (None, None),
        ("", None),
    ],
)
def test_moment(value, read):
    assert reading.moment({"end": value}, "end") == read


@pytest.mark.parametrize("value", ["soon", "2030-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "12/31/2030"])
def test_what_is_no_moment(value):
    with pytest.raises(RowError) as raised:
        reading.moment({"end": value}, "end")
    assert raised.value.code == "bad_date"


@pytest.mark.parametrize(("value", "read"), [(True, True), (False, False), (None, False)])
def test_flag(value, read):
    assert reading.flag({"hidden": value}, "hidden") is read


@pytest.mark.parametrize("value", ["true", 1, []])
def test_what_is_no_flag(value):
    with pytest.raises(RowError) as raised:
        reading.flag({"hidden": value}, "hidden")
    assert raised.value.code == "bad_flag"


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ({"a": "49"}, Decimal("49.00")),
        ({"a": 49.5}, Decimal("49.50")),
        ({"a": None, "b": "0.005"}, Decimal("0.00")),
        ({"b": "10"}, Decimal("10.00")),
        ({"a": "99999999.99"}, Decimal("99999999.99")),
    ],
)
def test_amount(row, read):
    assert reading.amount(row, "a", "b") == read


@pytest.mark.parametrize("value", ["free", "NaN", "Infinity", "-1", "100000000", "1e40", {}])
def test_what_is_no_amount(value):
    with pytest.raises(RowError) as raised:
        reading.amount({"a": value}, "a")
    assert raised.value.code == "bad_price"


def test_nested_text_passes_over_nulls():
    assert reading.nested_text({"media": {"image": {"raw": " u "}}}, "media", "image", "raw") == "u"
    assert reading.nested_text({"media": None}, "media", "image", "raw") is None
    assert reading.nested_text({}, "media", "image", "raw") is None
    with pytest.raises(RowError):
        reading.nested_text({"media": "picture"}, "media", "image", "raw")


def test_rows():
    assert reading.rows({"products": None}, "products") == []
    for row in ({}, {"products": "many"}, {"products": [1]}):
        with pytest.raises(RowError):
            reading.rows(row, "products")
