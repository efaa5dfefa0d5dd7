from datetime import UTC, datetime, timedelta, timezone

import pytest

from course_discovery.apps.course_metadata.choices import Availability, CourseRunStatus
from course_discovery.apps.course_metadata.rules import course_run as rules

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
PAST, FUTURE = NOW - SECOND, NOW + SECOND


@pytest.mark.parametrize(
    ("end", "enrollment_end", "deadline"),
    [(None, None, None), (PAST, None, PAST), (None, FUTURE, FUTURE), (FUTURE, PAST, PAST), (PAST, FUTURE, PAST)],
)
def test_enrollment_deadline(end, enrollment_end, deadline):
    assert rules.enrollment_deadline(end, enrollment_end) == deadline


@pytest.mark.parametrize(("end", "ended"), [(None, False), (PAST, True), (NOW, False), (FUTURE, False)])
def test_has_ended(end, ended):
    assert rules.has_ended(end, NOW) is ended
    assert rules.has_enrollment_ended(None, end, NOW) is ended


@pytest.mark.parametrize(
    ("start", "end", "enrollable"),
    [
        (None, None, True),
        (NOW, NOW, True),
        (PAST, FUTURE, True),
        (FUTURE, None, False),
        (None, PAST, False),
    ],
)
def test_is_enrollable(start, end, enrollable):
    assert rules.is_enrollable(start, end, NOW) is enrollable


@pytest.mark.parametrize(
    ("start", "end", "current"),
    [
        (None, None, True),
        (PAST, None, True),
        (NOW, None, False),
        (PAST, NOW + 14 * DAY, True),
        # Whole days count, so that the hour of the end does not.
        (PAST, NOW.replace(hour=0) + 14 * DAY, True),
        (PAST, NOW.replace(hour=23) + 13 * DAY, False),
    ],
)
def test_is_current(start, end, current):
    assert rules.is_current(start, end, NOW) is current


def test_is_current_counts_utc_days():
    # 30 June, 01:00 at +02:00 is 29 June in UTC: 14 days from 15 June.
    end = datetime(2026, 6, 30, 1, tzinfo=timezone(timedelta(hours=2)))
    assert rules.is_current(PAST, end, NOW) is True
    end = datetime(2026, 6, 29, 1, tzinfo=timezone(timedelta(hours=2)))
    assert rules.is_current(PAST, end, NOW) is False


@pytest.mark.parametrize(("start", "upcoming"), [(None, False), (PAST, False), (NOW, True), (FUTURE, True)])
def test_is_upcoming(start, upcoming):
    assert rules.is_upcoming(start, NOW) is upcoming


@pytest.mark.parametrize(
    ("end", "enrollment_end", "active"),
    [
        (None, None, False),
        (FUTURE, None, True),
        (FUTURE, FUTURE, True),
        (FUTURE, NOW, False),
        (NOW, None, False),
        (PAST, FUTURE, False),
    ],
)
def test_is_active_by_dates(end, enrollment_end, active):
    assert rules.is_active_by_dates(end, enrollment_end, NOW) is active


@pytest.mark.parametrize(
    ("start", "end", "availability"),
    [
        (None, None, Availability.Upcoming),
        (None, PAST, Availability.Archived),
        (PAST, PAST, Availability.Archived),
        (PAST, NOW, Availability.Current),
        (NOW, None, Availability.Current),
        (FUTURE, None, Availability.StartingSoon),
        (NOW + 60 * DAY - SECOND, None, Availability.StartingSoon),
        (NOW + 60 * DAY, None, Availability.Upcoming),
    ],
)
def test_availability(start, end, availability):
    assert rules.availability(start, end, NOW) == availability


@pytest.mark.parametrize(
    ("product_status", "availability"),
    [("published", Availability.Current), ("archived", Availability.Archived), (None, Availability.Archived)],
)
def test_external_availability(product_status, availability):
    assert rules.external_availability(product_status) == availability


@pytest.mark.parametrize(
    ("type_is_marketable", "key", "draft", "could_be"),
    [
        (True, "course-v1:O+C+R", False, True),
        (False, "course-v1:O+C+R", False, False),
        (True, "O/C/R", False, False),
        (True, "course-v1:O+C+R", True, False),
    ],
)
def test_could_be_marketable(type_is_marketable, key, draft, could_be):
    assert rules.could_be_marketable(type_is_marketable, key, draft) is could_be


@pytest.mark.parametrize(
    ("could_be", "status", "has_seats", "url", "marketable"),
    [
        (True, CourseRunStatus.Published, True, "https://x", True),
        (False, CourseRunStatus.Published, True, "https://x", False),
        (True, CourseRunStatus.Reviewed, True, "https://x", False),
        (True, CourseRunStatus.Published, False, "https://x", False),
        (True, CourseRunStatus.Published, True, None, False),
    ],
)
def test_is_marketable(could_be, status, has_seats, url, marketable):
    assert rules.is_marketable(could_be, status, has_seats, url) is marketable


EXEC_ED = "executive-education-2u"


@pytest.mark.parametrize(
    ("marketable", "course_type", "status", "start", "go_live", "external"),
    [
        (True, "audit", "published", None, None, True),
        (False, EXEC_ED, "reviewed", FUTURE, FUTURE, True),
        (False, EXEC_ED, "reviewed", NOW, FUTURE, True),
        (False, EXEC_ED, "reviewed", PAST, FUTURE, False),
        (False, EXEC_ED, "reviewed", FUTURE, NOW, False),
        (False, EXEC_ED, "reviewed", None, FUTURE, False),
        (False, EXEC_ED, "reviewed", FUTURE, None, False),
        (False, EXEC_ED, "unpublished", FUTURE, FUTURE, False),
        (False, "bootcamp-2u", "reviewed", FUTURE, FUTURE, False),
        (False, None, "reviewed", FUTURE, FUTURE, False),
    ],
)
def test_is_marketable_external(marketable, course_type, status, start, go_live, external):
    assert rules.is_marketable_external(marketable, course_type, status, start, go_live, NOW) is external


def test_is_active():
    assert rules.is_active(enrollable=True, marketable=True, ended=False) is True
    assert rules.is_active(enrollable=False, marketable=True, ended=False) is False
    assert rules.is_active(enrollable=True, marketable=False, ended=False) is False
    assert rules.is_active(enrollable=True, marketable=True, ended=True) is False


def test_in_review():
    assert [status for status in CourseRunStatus.values if rules.in_review(status)] == [
        "review_by_legal",
        "review_by_internal",
    ]


@pytest.mark.parametrize(
    ("low", "high", "weeks", "hours"),
    [(2, 4, 6, 18), (None, 5, 2, 5), (3, None, 2, 3), (None, None, 5, 0), (2, 4, None, 0), (1, 2, 1, 1.5)],
)
def test_estimated_hours(low, high, weeks, hours):
    assert rules.estimated_hours(low, high, weeks) == hours


@pytest.mark.parametrize(("start", "end", "wrong"), [(FUTURE, PAST, True), (NOW, NOW, False), (None, PAST, False)])
def test_date_error(start, end, wrong):
    assert rules.date_error(start, end) == ("Start date cannot be after the End date" if wrong else None)


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        (1, 2, None),
        (2, 2, "Minimum effort and Maximum effort cannot be the same"),
        (3, 2, "Minimum effort cannot be greater than Maximum effort"),
        (3, 0, None),
        (None, 2, None),
    ],
)
def test_effort_error(low, high, message):
    assert rules.effort_error(low, high) == message
