from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from course_discovery.apps.data_loading.rules import cell_values


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        (None, "10:00", None),
        ("2027-03-20", None, datetime(2027, 3, 20, tzinfo=UTC)),
        ("2027-03-20", "23:59:30", datetime(2027, 3, 20, 23, 59, 30, tzinfo=UTC)),
        ("04/05/2027", "5 PM", datetime(2027, 4, 5, 17, tzinfo=UTC)),
        ("20 March 2027", None, datetime(2027, 3, 20, tzinfo=UTC)),
        ("March 2027", None, datetime(2027, 3, 1, tzinfo=UTC)),
        ("2027-03-20", "10:00+02:00", datetime(2027, 3, 20, 8, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_people_write_them(date, time, expected):
    assert cell_values.moment(date, time) == expected


@pytest.mark.parametrize(
    ("read", "cell", "expected"),
    [
        (cell_values.whole_number, None, None),
        (cell_values.whole_number, "8", 8),
        (cell_values.whole_number, "8.0", 8),
        (cell_values.amount, None, None),
        (cell_values.amount, "2900.50", Decimal("2900.50")),
        (cell_values.amount, "$ 12", Decimal(12)),
        (cell_values.identifier, None, None),
        (
            cell_values.identifier,
            "11111111-1111-4111-8111-111111111111",
            UUID("11111111-1111-4111-8111-111111111111"),
        ),
        (cell_values.flag, None, False),
        (cell_values.flag, "TRUE", True),
        (cell_values.flag, "Yes", True),
        (cell_values.flag, "1", True),
        (cell_values.flag, "no", False),
        (cell_values.parts, None, []),
        (cell_values.parts, " Ann, ,Bob,Ann", ["Ann", "Bob"]),
    ],
)
def test_cells_become_values(read, cell, expected):
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("read", "cell", "message"),
    [
        (cell_values.moment, "soon", "'soon' is not a date"),
        (cell_values.moment, "March 20", "'March 20' names no year"),
        (cell_values.moment, "2027-02-30", "'2027-02-30' is not a date"),
        (cell_values.whole_number, "8.5", "'8.5' is not a whole number"),
        (cell_values.whole_number, "many", "'many' is not a whole number"),
        (cell_values.whole_number, "Infinity", "'Infinity' is not a whole number"),
        (cell_values.amount, "1,5 k", "'1,5 k' is not a number"),
        (cell_values.amount, "NaN", "'NaN' is not a number"),
        (cell_values.identifier, "one", "'one' is not a UUID"),
    ],
)
def test_nonsense_is_shown(read, cell, message):
    with pytest.raises(ValueError, match=message):
        read(cell)
