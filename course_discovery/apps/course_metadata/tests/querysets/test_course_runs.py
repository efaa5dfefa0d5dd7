from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, tzinfo=UTC)
DAY = timedelta(days=1)


@freeze_time(NOW)
@pytest.mark.parametrize(
    ("dates", "active", "enrollable"),
    [
        ({}, True, True),
        ({"end": NOW}, False, True),
        ({"end": NOW + DAY}, True, True),
        ({"enrollment_end": NOW}, False, False),
        ({"enrollment_end": NOW + DAY}, True, True),
        ({"enrollment_start": NOW}, True, True),
        ({"enrollment_start": NOW + DAY}, True, False),
    ],
)
def test_dates(dates, active, enrollable):
    CourseRunFactory(**({"start": None, "end": None} | dates))
    assert CourseRun.objects.active().exists() is active
    assert CourseRun.objects.enrollable().exists() is enrollable


class TestMarketable:
    def test_each_run_once(self):
        run = CourseRunFactory()
        SeatFactory(course_run=run)
        SeatFactory(course_run=run, type__slug="audit")
        assert list(CourseRun.everything.marketable()) == [run]

    @pytest.mark.parametrize("given", [{"status": "reviewed"}, {"draft": True}, {"type__slug": "empty"}])
    def test_left_out(self, given):
        SeatFactory(course_run=CourseRunFactory(**given))
        assert not CourseRun.everything.marketable().exists()

    def test_without_slug_or_seats(self):
        CourseRunFactory()
        run = SeatFactory().course_run
        CourseRun.objects.filter(pk=run.pk).update(slug="")
        assert not CourseRun.everything.marketable().exists()

    def test_run_without_type_passes(self):
        run = SeatFactory(course_run__type=None).course_run
        assert list(CourseRun.objects.marketable()) == [run]


def test_restricted_runs():
    free, nobody, b2b, b2c = (CourseRunFactory() for _ in range(4))
    RestrictedCourseRunFactory(course_run=nobody, restriction_type=None)
    RestrictedCourseRunFactory(course_run=b2b, restriction_type="custom-b2b-enterprise")
    RestrictedCourseRunFactory(course_run=b2c, restriction_type="custom-b2c")
    assert set(CourseRun.objects.without_restricted()) == {free, nobody}
    assert set(CourseRun.objects.without_restricted(include=["custom-b2c", "nonsense"])) == {free, nobody, b2c}


def test_page_order():
    late, early = CourseRunFactory(start=NOW + DAY), CourseRunFactory(start=NOW)
    unknown, also_early = CourseRunFactory(start=None), CourseRunFactory(start=NOW)
    assert list(CourseRun.objects.in_page_order()) == [unknown, early, also_early, late]


@freeze_time(NOW)
class TestAvailableCourses:
    def available(self, **kwargs):
        return list(Course.objects.available(**kwargs))

    def test_one_run_must_meet_all_conditions(self):
        course = CourseFactory()
        SeatFactory(course_run=CourseRunFactory(course=course, enrollment_end=NOW - DAY))
        SeatFactory(course_run=CourseRunFactory(course=course, status="reviewed"))
        CourseRunFactory(course=course)
        assert self.available() == []
        SeatFactory(course_run=CourseRunFactory(course=course))
        assert self.available() == [course]

    def test_hidden_runs(self):
        course = SeatFactory(course_run__hidden=True).course_run.course
        assert self.available() == [course]
        assert self.available(exclude_hidden_runs=True) == []

    def test_ended_runs(self):
        SeatFactory(course_run__end=NOW)
        assert self.available() == []

    def test_each_course_once(self):
        course = CourseFactory()
        for _ in range(2):
            SeatFactory(course_run=CourseRunFactory(course=course, type=CourseRunTypeFactory(slug="audit")))
        assert self.available() == [course]


def test_open_courses():
    plain, untyped = CourseFactory(), CourseFactory(type=None)
    CourseFactory(type__slug="bootcamp-2u")
    assert set(Course.objects.open_courses()) == {plain, untyped}
