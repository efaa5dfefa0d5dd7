"""Types that follow from what is sold. Which type fits what is the rule's own test."""

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CourseEntitlementFactory,
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    CourseTypeFactory,
    DraftCourseFactory,
    SeatFactory,
)
from course_discovery.apps.data_loading.loaders.course_types import assign_types, courses_without_type


def sell(course, *runs, entitlement=None):
    """Let the course have a run of unknown type for each collection of seat types."""
    for seat_types in runs:
        run = CourseRunFactory(course=course, draft=course.draft, type=CourseRunTypeFactory(slug="empty"))
        for seat_type in seat_types:
            SeatFactory(course_run=run, type__slug=seat_type)
    if entitlement:
        CourseEntitlementFactory(course=course, mode__slug=entitlement)
    return course


def untyped(reference, factory=CourseFactory, **values):
    return factory(partner=reference.partner, type=CourseTypeFactory(slug="empty"), **values)


def calculate(reference):
    (batch,) = courses_without_type(reference)
    return assign_types(batch, reference)


@pytest.mark.parametrize(
    ("runs", "entitlement", "course_type", "run_types"),
    [
        ([{"audit"}], None, "audit", ["audit"]),
        ([{"audit", "verified"}, {"audit"}], "verified", "verified-audit", ["audit", "verified-audit"]),
        ([{"professional"}], "professional", "professional", ["professional"]),
        ([{"audit", "verified", "credit"}], "verified", "credit-verified-audit", ["credit-verified-audit"]),
    ],
)
def test_course_and_runs_get_their_types(reference, runs, entitlement, course_type, run_types):
    course = sell(untyped(reference), *runs, entitlement=entitlement)
    outcome = calculate(reference)
    course.refresh_from_db()
    assert (outcome.updated, course.type.slug) == (1, course_type)
    assert sorted(course.course_runs.values_list("type__slug", flat=True)) == run_types
    assert course.history.count() == 2
    assert outcome.touched[Course] == {course.pk}
    assert list(courses_without_type(reference)) == []


def test_a_course_that_fits_nothing_is_reported_and_stops_nobody(reference):
    odd = sell(untyped(reference), {"credit"})
    plain = sell(untyped(reference), {"audit"})
    outcome = calculate(reference)
    assert [(note.key, note.code) for note in outcome.notes] == [(odd.key, "no_type")]
    assert f"Calculating course type failure occurred for [{odd.key}]." in outcome.notes[0].message
    assert (outcome.failed, outcome.updated) == (1, 1)
    odd.refresh_from_db()
    plain.refresh_from_db()
    assert (odd.type.slug, plain.type.slug) == ("empty", "audit")


def test_one_unfitting_run_keeps_all_of_the_course_untyped(reference):
    sell(untyped(reference), {"audit"}, set())
    (note,) = calculate(reference).notes
    assert note.message.endswith("No course type fits: entitlement none, runs that sell audit, nothing.")
    assert set(CourseRun.objects.values_list("type__slug", flat=True)) == {"empty"}


def test_drafts_are_calculated_by_themselves(reference):
    draft = sell(untyped(reference, DraftCourseFactory), {"professional"})
    assert calculate(reference).updated == 1
    draft.refresh_from_db()
    assert draft.type.slug == "professional"


def test_a_typed_course_gives_its_untyped_run_a_type(reference):
    course = sell(CourseFactory(partner=reference.partner), {"audit"}, entitlement="verified")
    calculate(reference)
    assert course.course_runs.get().type.slug == "audit"
    assert course.history.count() == 1


def test_who_is_asked(reference):
    sell(untyped(reference), set())
    sell(CourseFactory(partner=PartnerFactory(), type=CourseTypeFactory(slug="empty")), {"audit"})
    typed = CourseRunFactory(course=CourseFactory(partner=reference.partner))
    SeatFactory(course_run=typed)
    assert list(courses_without_type(reference)) == []


def test_many_courses_cost_as_much_as_one(reference, django_assert_max_num_queries):
    for _ in range(20):
        sell(untyped(reference), {"audit"})
    with django_assert_max_num_queries(12):
        assert calculate(reference).updated == 20
