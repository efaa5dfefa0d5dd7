from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.rules.program import (
    RunDates,
    by_start,
    distinct_by_code,
    is_marketable,
    known_max,
    known_min,
    ranked_subjects,
    with_first,
)


def day(number):
    return datetime(2030, 1, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "slug", "expected"),
    [
        (ProgramStatus.Active, "xseries/a", True),
        (ProgramStatus.Active, "", False),
        (ProgramStatus.Active, None, False),
        (ProgramStatus.Retired, "xseries/a", False),
        (ProgramStatus.Unpublished, "xseries/a", False),
        (ProgramStatus.Deleted, "xseries/a", False),
    ],
)
def test_marketable(status, slug, expected):
    assert is_marketable(status, slug) is expected


def test_least_and_most_of_what_is_known():
    assert (known_min([4, None, 2]), known_max([4, None, 2])) == (2, 4)
    assert (known_min([None]), known_max([])) == (None, None)
    assert known_min([0, 3]) == 0


class TestByStart:
    def test_first_start_decides_and_unknown_ones_are_last(self):
        courses = [
            ("no runs", []),
            ("unknown", [RunDates(None, None)]),
            ("third", [RunDates(day(3), None)]),
            ("second", [RunDates(day(9), None), RunDates(day(2), None), RunDates(None, None)]),
        ]
        assert by_start(courses) == ["second", "third", "no runs", "unknown"]

    def test_equals_by_the_opening_of_enrollment_an_unknown_one_first(self):
        courses = [
            ("late", [RunDates(day(5), day(4))]),
            ("early", [RunDates(day(5), day(3))]),
            ("unknown", [RunDates(day(5), None)]),
        ]
        assert by_start(courses) == ["unknown", "early", "late"]

    def test_the_rest_keep_their_order(self):
        assert by_start([("b", []), ("a", []), ("c", [])]) == ["b", "a", "c"]


class TestRankedSubjects:
    def test_most_frequent_primary_one_then_by_frequency(self):
        courses = [["law", "art", "maths"], ["physics", "art"], ["physics", "art"]]
        # "art" has most courses, yet no course starts with it.
        assert ranked_subjects(courses) == ["physics", "art", "law", "maths"]

    def test_equals_in_order_of_appearance(self):
        assert ranked_subjects([["law", "art"], ["physics"]]) == ["law", "art", "physics"]

    def test_courses_without_subjects(self):
        assert ranked_subjects([[], ["law"]]) == ["law"]
        assert ranked_subjects([[]]) == []


def test_with_first():
    assert with_first("b", ["a", "b"]) == ["b", "a"]
    assert with_first("c", ["a", "b"]) == ["c", "a", "b"]
    assert with_first(None, ["a", "b"]) == ["a", "b"]


def test_distinct_by_code():
    tags = [SimpleNamespace(code=code) for code in ("fr", "en", "fr")]
    assert [tag.code for tag in distinct_by_code(tags)] == ["en", "fr"]
