from uuid import uuid4

import pytest

from course_discovery.apps.core.models import SalesforceConfiguration
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory

PATH = "/api/v1/comments/"


@pytest.fixture
def course(partner, organization):
    return CourseFactory(partner=partner, key="NorthX+GEO101", authoring_organizations=[organization])


@pytest.fixture
def salesforce(partner):
    return SalesforceConfiguration.objects.create(partner=partner, username="us", password="them")


def test_members_and_staff_read_comments(anonymous, plain, stranger, superuser, member, staff, course, salesforce):
    path = f"{PATH}?course_uuid={course.uuid}"
    callers = (anonymous, plain, stranger, superuser, member, staff)
    assert [client.get(path).status_code for client in callers] == [401, 403, 403, 403, 200, 200]
    assert member.get(path).json() == []
    assert [client.options(path).status_code for client in callers] == [401, 200, 200, 200, 200, 200]


def test_which_course(staff, course, salesforce):
    missing = staff.get(PATH)
    assert missing.status_code == 400
    assert missing.json() == "You must include a course_uuid in your query parameters."
    bad = staff.get(f"{PATH}?course_uuid=bad")
    assert (bad.status_code, bad.json()) == (400, {"course_uuid": ["“bad” is not a valid UUID."]})
    unknown = staff.get(f"{PATH}?course_uuid={uuid4()}")
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "No Course matches the given query."})


def test_a_partner_without_salesforce_has_no_comments(staff, course):
    assert staff.get(f"{PATH}?course_uuid={course.uuid}").status_code == 404


def test_nobody_is_told_that_there_are_none_where_there_may_be_some(staff, partner, course, salesforce):
    """The case hangs on the draft."""
    draft = DraftCourseFactory(partner=partner, key=course.key, uuid=course.uuid, salesforce_case_id="500x")
    course.draft_version = draft
    course.save()
    answer = staff.get(f"{PATH}?course_uuid={course.uuid}")
    assert answer.status_code == 503
    assert "Salesforce" in answer.json()["detail"]
