from datetime import UTC, datetime, timedelta

import pytest

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.rules import listing

NOW = datetime(2026, 6, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("rule", [listing.is_not_over, listing.enrollment_is_not_over])
def test_an_end_is_over_at_its_very_moment(rule):
    assert [rule(end, NOW) for end in (None, NOW - SECOND, NOW, NOW + SECOND)] == [True, False, False, True]


def test_enrollment_begins_at_its_very_moment():
    starts = (None, NOW - SECOND, NOW, NOW + SECOND)
    assert [listing.enrollment_has_begun(start, NOW) for start in starts] == [True, True, True, False]


def test_only_published_runs_are_published():
    assert [status for status in CourseRunStatus.values if listing.is_published(status)] == ["published"]


def test_a_run_without_a_type_is_listed():
    assert [listing.has_listed_type(value) for value in (None, True, False)] == [True, True, False]
    assert [listing.is_in_use(slug, ["old"]) for slug in (None, "new", "old")] == [True, True, False]


def test_restricted_runs_are_for_those_who_ask_for_them():
    assert [listing.is_for_everybody(value) for value in (None, "", "custom-b2c")] == [True, True, False]
    assert listing.is_for_everybody("custom-b2c", ["custom-b2c"])
