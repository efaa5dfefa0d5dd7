from datetime import UTC, datetime, timedelta

import pytest

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.rules import status

NOW = datetime(2026, 6, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_ways_between_statuses():
    ways = {
        (current, wanted)
        for current in CourseRunStatus.values
        for wanted in CourseRunStatus.values
        if current != wanted and status.may_change(current, wanted)
    }
    assert ways == {
        ("unpublished", "review_by_legal"),
        ("review_by_legal", "review_by_internal"),
        ("review_by_legal", "reviewed"),
        ("review_by_internal", "reviewed"),
        ("reviewed", "unpublished"),
        ("reviewed", "review_by_legal"),
        ("reviewed", "published"),
        ("published", "unpublished"),
    }
    assert all(status.may_change(value, value) for value in CourseRunStatus.values)


@pytest.mark.parametrize(
    ("fields", "resets"), [([], False), (["start", "staff"], False), (["start", "title_override"], True)]
)
def test_resets_review(fields, resets):
    assert status.resets_review(fields) is resets


@pytest.mark.parametrize(
    ("value", "go_live_date", "due"),
    [
        ("reviewed", NOW, True),
        ("reviewed", NOW + SECOND, False),
        ("reviewed", None, False),
        ("published", NOW, False),
    ],
)
def test_is_due(value, go_live_date, due):
    assert status.is_due(value, go_live_date, NOW) is due
