import pytest

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.services.enterprise_subscription import (
    update_inclusion_of_organization,
    update_subscription_inclusion,
)
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    OrganizationFactory,
)

pytestmark = pytest.mark.django_db


def test_inclusion_is_inherited_and_taken_back():
    organization = OrganizationFactory(enterprise_subscription_inclusion=True)
    runs = [
        CourseRunFactory(course__authoring_organizations=[organization]),
        DraftCourseRunFactory(course__authoring_organizations=[organization]),
        CourseRunFactory(course__authoring_organizations=[organization], pacing_type="instructor_paced"),
    ]
    courses = Course.everything.filter(authoring_organizations=organization)

    def included():
        for run in runs:
            run.refresh_from_db()
            run.course.refresh_from_db()
        return [(run.course.enterprise_subscription_inclusion, run.enterprise_subscription_inclusion) for run in runs]

    assert update_subscription_inclusion(courses) == 5
    assert included() == [(True, True), (True, True), (True, False)]
    assert update_subscription_inclusion(courses) == 0

    organization.enterprise_subscription_inclusion = False
    organization.save()
    assert update_subscription_inclusion(courses) == 5
    assert included() == [(False, False), (False, False), (False, False)]
    assert [row.history_type for row in runs[1].course.history.all()] == ["~", "~", "+"]


def test_course_that_opted_out_stays_out():
    course = DraftCourseFactory(
        authoring_organizations=[OrganizationFactory(enterprise_subscription_inclusion=True)],
        enterprise_subscription_opt_out=True,
    )
    update_subscription_inclusion(Course.everything.all())
    course.refresh_from_db()
    assert course.enterprise_subscription_inclusion is False


@pytest.mark.parametrize("number", [1, 4])
def test_cost_does_not_grow_with_the_courses(number, django_assert_max_num_queries):
    for _ in range(number):
        CourseRunFactory(course=CourseFactory())
    # A savepoint around each bulk write counts as well.
    with django_assert_max_num_queries(16):
        assert update_subscription_inclusion(Course.objects.all()) == 2 * number


def test_the_courses_of_an_organization_follow_it_drafts_too():
    organization = OrganizationFactory(enterprise_subscription_inclusion=True)
    authors = [organization, OrganizationFactory(enterprise_subscription_inclusion=True)]
    courses = [CourseFactory(authoring_organizations=authors), DraftCourseFactory(authoring_organizations=authors)]
    other = CourseFactory()
    assert update_inclusion_of_organization(organization.pk) == 2
    for course in (*courses, other):
        course.refresh_from_db()
    assert [course.enterprise_subscription_inclusion for course in (*courses, other)] == [True, True, None]


def test_listeners_are_told_what_changed():
    told = []

    def listen(model, pks, **kwargs):
        told.append((model, pks))

    catalogue_changed.connect(listen)
    try:
        run = CourseRunFactory(course=CourseFactory(enterprise_subscription_inclusion=False))
        update_subscription_inclusion(Course.objects.all())
        update_subscription_inclusion(Course.objects.all())
    finally:
        catalogue_changed.disconnect(listen)
    assert told == [(Course, {run.course_id}), (CourseRun, {run.pk})]
