from decimal import Decimal

import pytest

from course_discovery.apps.data_loading.rules.course_length import course_length


@pytest.mark.parametrize(
    ("hours", "length"),
    [("0", "short"), ("6.5", "short"), ("6.500001", "medium"), ("12.999999", "medium"), ("13", "long"), ("90", "long")],
)
def test_bins(hours, length):
    assert course_length(Decimal(hours)) == length
