"""Types that follow what the LMS says is sold."""

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    CourseTypeFactory,
    DraftCourseFactory,
    SeatFactory,
)
from course_discovery.apps.data_loading.loaders.course_types import assign_types
from course_discovery.apps.data_loading.loaders.mode_types import courses_whose_modes_differ, type_by_modes
from course_discovery.apps.data_loading.loaders.reference import read_reference


def course_of(reference, type_slug="empty", factory=CourseFactory):
    return factory(partner=reference.partner, type=CourseTypeFactory(slug=type_slug))


def run_of(course, type_slug, *seat_types):
    run = CourseRunFactory(course=course, draft=course.draft, type=CourseRunTypeFactory(slug=type_slug))
    for seat_type in seat_types:
        SeatFactory(course_run=run, draft=course.draft, type__slug=seat_type)
    return run


def follow(reference):
    batches = list(courses_whose_modes_differ(reference))
    return assign_types(batches[0], reference, type_by_modes) if batches else None


def types(course):
    course.refresh_from_db()
    return course.type.slug, sorted(course.course_runs.values_list("type__slug", flat=True))


@pytest.fixture
def publisher(bare_partner, settings):
    settings.ENABLE_PUBLISHER = True
    bare_partner.publisher_url = "https://publisher.example.com"
    bare_partner.save()
    return read_reference(bare_partner)


@pytest.mark.parametrize("factory", [CourseFactory, DraftCourseFactory])
def test_unknown_types_become_those_that_fit(reference, factory):
    course = course_of(reference, factory=factory)
    run_of(course, "empty", "audit", "verified")
    run_of(course, "empty", "audit")
    outcome = follow(reference)
    assert (outcome.updated, outcome.notes) == (1, [])
    assert types(course) == ("verified-audit", ["audit", "verified-audit"])
    assert outcome.touched[Course] == {course.pk}
    assert follow(reference) is None


def test_a_run_that_sells_more_now_takes_the_course_along(reference):
    course = course_of(reference, "audit")
    run_of(course, "audit", "audit")
    run_of(course, "audit", "audit", "verified")
    assert follow(reference).updated == 1
    assert types(course) == ("verified-audit", ["audit", "verified-audit"])


def test_a_course_keeps_its_type_where_that_fits(reference):
    course = course_of(reference, "credit-verified-audit")
    run = run_of(course, "audit", "audit", "verified")
    follow(reference)
    assert types(course) == ("credit-verified-audit", ["verified-audit"])
    assert (course.history.count(), run.history.count()) == (1, 2)


def test_what_fits_nothing_gets_the_nearest_and_is_reported_each_time(reference):
    course = course_of(reference)
    run = run_of(course, "empty", "audit", "professional")
    outcome = follow(reference)
    assert (outcome.failed, outcome.updated) == (1, 0)
    (note,) = outcome.notes
    assert (note.key, note.code) == (course.key, "no_type")
    assert note.message.endswith("No course type fits: entitlement none, runs that sell audit + professional.")
    assert types(course) == ("professional", ["professional"])
    again = follow(reference)
    assert (again.failed, again.written, dict(again.touched)) == (1, {}, {})
    assert run.history.count() == 2


def test_runs_that_no_one_type_allows_have_their_own(reference):
    course = course_of(reference)
    run_of(course, "empty", "professional")
    run_of(course, "empty", "audit")
    follow(reference)
    assert types(course) == ("professional", ["audit", "professional"])
    assert follow(reference) is None


def test_a_run_that_sells_nothing_holds_nobody_up(reference):
    course = course_of(reference)
    run_of(course, "empty", "audit")
    run_of(course, "empty")
    follow(reference)
    assert types(course) == ("audit", ["audit", "empty"])


def test_publisher_owns_types_but_audit_and_unknown_ones(publisher):
    kept = course_of(publisher, "professional")
    run_of(kept, "professional", "audit", "professional")
    grown = course_of(publisher, "audit")
    run_of(grown, "audit", "audit", "verified")
    assert follow(publisher).updated == 1
    assert types(kept) == ("professional", ["professional"])
    assert types(grown) == ("verified-audit", ["verified-audit"])


def test_who_is_asked(reference):
    run_of(course_of(reference), "empty")
    run_of(course_of(reference, "bootcamp-2u"), "professional", "audit")
    run_of(CourseFactory(partner=PartnerFactory(), type=CourseTypeFactory(slug="empty")), "empty", "audit")
    run_of(course_of(reference, "verified-audit"), "verified-audit", "audit", "verified")
    assert list(courses_whose_modes_differ(read_reference(reference.partner))) == []


def test_many_courses_cost_as_much_as_one(reference, django_assert_max_num_queries):
    for _ in range(20):
        run_of(course_of(reference), "empty", "audit", "professional")
    with django_assert_max_num_queries(12):
        assert follow(reference).failed == 20
    assert set(CourseRun.objects.values_list("type__slug", flat=True)) == {"professional"}
