"""What editors change in the admin reaches the rows that inherit it."""

import pytest
from django.contrib.admin.sites import site
from django.test import RequestFactory

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    OrganizationFactory,
)

pytestmark = pytest.mark.django_db


class Form:
    """As much of a valid form as saving takes."""

    def __init__(self, instance, *changed_data):
        self.instance = instance
        self.changed_data = changed_data

    def save_m2m(self):
        """Relations have been set already."""


def save(row, *changed_data):
    admin, request, form = site._registry[type(row)], RequestFactory().post("/"), Form(row, *changed_data)
    request.user = UserFactory()
    admin.save_model(request, row, form, change=True)
    admin.save_related(request, form, [], change=True)


def inclusion(row):
    return type(row)._base_manager.values_list("enterprise_subscription_inclusion", flat=True).get(pk=row.pk)


def test_an_organization_takes_its_courses_and_their_runs_along():
    organization = OrganizationFactory()
    draft = DraftCourseFactory(authoring_organizations=[organization])
    run = CourseRunFactory(course=CourseFactory(authoring_organizations=[organization]))
    organization = Organization.objects.get(pk=organization.pk)
    organization.enterprise_subscription_inclusion = True
    save(organization, "enterprise_subscription_inclusion")
    assert (inclusion(draft), inclusion(run.course), inclusion(run)) == (True, True, True)


def test_saving_anything_else_of_an_organization_asks_for_no_course():
    organization = OrganizationFactory()
    course = CourseFactory(authoring_organizations=[organization])
    save(organization, "name")
    assert inclusion(course) is None


def test_a_course_takes_its_runs_along():
    run = CourseRunFactory(course=DraftCourseFactory(), draft=True)
    save(run.course)
    assert (inclusion(run.course), inclusion(run)) == (True, True)
    course = Course.everything.get(pk=run.course_id)
    course.enterprise_subscription_opt_out = True
    save(course, "enterprise_subscription_opt_out")
    assert (inclusion(course), inclusion(run)) == (False, False)


def test_a_run_follows_its_pace():
    run = CourseRunFactory(course=CourseFactory(enterprise_subscription_inclusion=True))
    save(run)
    assert inclusion(run) is True
    run = CourseRun.objects.get(pk=run.pk)
    run.pacing_type = "instructor_paced"
    save(run, "pacing_type")
    assert inclusion(run) is False
