from types import SimpleNamespace

import pytest
from django.db import connection

from course_discovery.lib.exact_char_field import ExactCharField


@pytest.mark.parametrize(("vendor", "collation"), [("mysql", "utf8mb4_bin"), ("sqlite", None), ("postgresql", None)])
def test_collation_by_database(vendor, collation, monkeypatch):
    field = ExactCharField(max_length=10)
    fake = SimpleNamespace(
        vendor=vendor, data_types=connection.data_types, data_type_check_constraints={}, ops=connection.ops
    )
    assert field.db_parameters(fake)["collation"] == collation
