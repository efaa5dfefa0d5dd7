from datetime import UTC, datetime

import pytest

from course_discovery.apps.course_metadata.services.entitlements import create_missing_entitlement
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
PAST = datetime(2020, 1, 2, tzinfo=UTC)


def test_active_runs_decide():
    course = DraftCourseFactory()
    SeatFactory(course_run=CourseRunFactory(course=course, draft=True, end=PAST), price=10)
    SeatFactory(course_run=CourseRunFactory(course=course, draft=True), price=20)
    entitlement = create_missing_entitlement(course)
    assert (entitlement.price, entitlement.mode.slug, entitlement.currency_id) == (20, "verified", "USD")
    assert (entitlement.draft, entitlement.partner) == (True, course.partner)


def test_without_active_runs_the_last_decides():
    course = CourseFactory()
    for price in (10, 20):
        SeatFactory(course_run=CourseRunFactory(course=course, end=PAST), price=price)
    assert create_missing_entitlement(course).price == 20


def test_runs_that_disagree_make_none():
    course = CourseFactory()
    for price in (10, 20):
        SeatFactory(course_run=CourseRunFactory(course=course), price=price)
    assert create_missing_entitlement(course) is None
    assert create_missing_entitlement(CourseFactory()) is None
    assert not course.entitlements.exists()
