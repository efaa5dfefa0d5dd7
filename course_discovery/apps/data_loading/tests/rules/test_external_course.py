from datetime import UTC, datetime
from uuid import UUID

import pytest

from course_discovery.apps.data_loading.rules.external_course import (
    REQUIRED,
    KnownRun,
    chosen_run,
    is_for_enterprises,
    missing_data,
    pacing,
    required_columns,
    restriction,
)

ONE, TWO = UUID(int=1), UUID(int=2)
SPRING, SUMMER, AUTUMN = (datetime(2027, month, 1, tzinfo=UTC) for month in (3, 6, 9))


def run(day, variant_id=None, start=SPRING, end=SUMMER):
    return KnownRun((datetime(2026, 1, day, tzinfo=UTC), day), variant_id, start, end)


@pytest.mark.parametrize(
    ("runs", "variant_id", "place"),
    [
        ([], ONE, None),
        ([run(1, ONE)], ONE, 0),
        ([run(1, ONE, AUTUMN, AUTUMN)], ONE, 0),
        ([run(1, TWO)], ONE, None),
        ([run(1)], ONE, 0),
        ([run(1, start=AUTUMN)], ONE, None),
        ([run(2, ONE), run(1)], ONE, 0),
        ([run(1, ONE), run(2)], ONE, 1),
        ([run(1)], None, 0),
        ([run(1, ONE)], None, None),
        ([run(1, start=AUTUMN)], None, None),
    ],
)
def test_a_row_speaks_of_its_variant_or_of_the_run_without_variant_at_its_dates(runs, variant_id, place):
    assert chosen_run(runs, variant_id, SPRING, SUMMER) == place


def test_sprints_need_no_certificate_and_others_what_their_type_asks_for():
    further = ["staff", "certificate_header", "certificate_text"]
    assert required_columns(further, "short_course") == [*REQUIRED, *further]
    assert required_columns(further, "sprint") == [*REQUIRED, "staff"]
    assert required_columns([], "sprint") == list(REQUIRED)


def test_missing_data_is_told_in_order_and_by_the_names_of_the_source():
    cells = {"title": None, "number": "1", "image": ""}
    assert missing_data(cells, ["image", "number", "title", "length"], {"length": "durationWeeks"}) == [
        "image",
        "title",
        "durationWeeks",
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("Instructor-Paced", "instructor_paced"), ("self-paced", "self_paced"), ("other", None), (None, None)],
)
def test_pacing(cell, expected):
    assert pacing(cell) == expected


@pytest.mark.parametrize(
    ("cell", "wanted", "for_enterprises"),
    [
        (None, None, False),
        ("None", None, False),
        ("custom-b2c", "custom-b2c", False),
        ("custom-b2b-enterprise", "custom-b2b-enterprise", True),
    ],
)
def test_restrictions(cell, wanted, for_enterprises):
    assert (restriction(cell), is_for_enterprises({"restriction_type": cell})) == (wanted, for_enterprises)
