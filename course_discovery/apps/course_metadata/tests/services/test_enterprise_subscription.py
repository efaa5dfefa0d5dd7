import pytest

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.services.enterprise_subscription import update_subscription_inclusion
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
