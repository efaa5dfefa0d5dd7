"""The query sets choose the very runs that the rules of lists let through."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from freezegun import freeze_time

from course_discovery.apps.course_metadata.choices import CourseRunStatus, RestrictionType
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.rules import listing
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, tzinfo=UTC)
DATES = (None, NOW - timedelta(days=1), NOW, NOW + timedelta(days=1))


def chosen(rows):
    return set(rows.values_list("key", flat=True))


def let_through(decides):
    runs = CourseRun.everything.select_related("type", "restricted_run").prefetch_related("seats")
    return {run.key for run in runs if decides(run)}


@freeze_time(NOW)
def test_dates():
    course = CourseFactory()
    for number, (end, opens, closes) in enumerate(product(DATES, repeat=3)):
        CourseRunFactory(course=course, key=f"run-{number}", end=end, enrollment_start=opens, enrollment_end=closes)
    assert chosen(CourseRun.objects.not_ended()) == let_through(lambda run: listing.is_not_over(run.end, NOW))
    assert chosen(CourseRun.objects.active()) == let_through(
        lambda run: listing.is_not_over(run.end, NOW) and listing.enrollment_is_not_over(run.enrollment_end, NOW)
    )
    assert chosen(CourseRun.objects.enrollable()) == let_through(
        lambda run: (
            listing.enrollment_is_not_over(run.enrollment_end, NOW)
            and listing.enrollment_has_begun(run.enrollment_start, NOW)
        )
    )
    # 2 of 4 dates pass for an end, 3 of 4 for a start.
    assert len(chosen(CourseRun.objects.active())) == 2 * 4 * 2
    assert len(chosen(CourseRun.objects.enrollable())) == 4 * 3 * 2


def test_marketable():
    types = (None, CourseRunTypeFactory(slug="on"), CourseRunTypeFactory(slug="off", is_marketable=False))
    course = CourseFactory()
    values = product(CourseRunStatus.values, types, (True, False), (True, False))
    for number, (status, run_type, sells, has_slug) in enumerate(values):
        run = CourseRunFactory(course=course, key=f"run-{number}", status=status, type=run_type)
        if sells:
            SeatFactory(course_run=run)
        if not has_slug:
            CourseRun.objects.filter(pk=run.pk).update(slug="")
    assert chosen(CourseRun.everything.marketable()) == let_through(
        lambda run: (
            listing.is_published(run.status)
            and listing.has_listed_type(run.type.is_marketable if run.type else None)
            and bool(run.slug)
            and bool(run.seats.all())
        )
    )
    assert len(chosen(CourseRun.everything.marketable())) == 2


@pytest.mark.parametrize("include", [(), (RestrictionType.CustomB2C,)])
def test_restrictions(include):
    CourseRunFactory(key="free")
    for number, restriction in enumerate((*RestrictionType.values, None, "")):
        RestrictedCourseRunFactory(course_run__key=f"run-{number}", restriction_type=restriction)
    assert chosen(CourseRun.objects.without_restricted(include)) == let_through(
        lambda run: listing.is_for_everybody(run.restriction_type, include)
    )
    assert len(chosen(CourseRun.objects.without_restricted(include))) == 3 + len(include)


def test_retired_types():
    for slug in ("old", "new"):
        CourseRunFactory(key=slug, type=CourseRunTypeFactory(slug=slug))
    CourseRunFactory(key="none", type=None)
    assert chosen(CourseRun.objects.exclude(type__slug__in=["old"])) == let_through(
        lambda run: listing.is_in_use(run.type.slug if run.type else None, ["old"])
    )
