import sys
from uuid import uuid4

import pytest

from course_discovery.apps.core.models import SalesforceConfiguration
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory
from course_discovery.integrations.tests.salesforce import running_salesforce

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


@pytest.fixture
def double(settings, monkeypatch, tmp_path):
    with running_salesforce(settings, monkeypatch, tmp_path) as running:
        yield running


@pytest.fixture
def discussed(partner, course):
    """The case hangs on the draft."""
    draft = DraftCourseFactory(partner=partner, key=course.key, uuid=course.uuid, salesforce_case_id="500x")
    course.draft_version = draft
    course.save()
    return f"{PATH}?course_uuid={course.uuid}"


def test_comments_come_from_salesforce(staff, discussed, salesforce, double, member_user):
    double.add("FeedItem", ParentId="500x", Body="[User]\nmember\n\n[Course Run]\nrun\n\n[Body]\nWell\ndone")
    by = {"Username": "grace@force.example", "Email": "grace@example.org", "FirstName": "Grace", "LastName": ""}
    double.add("FeedItem", ParentId="500x", Body="Called the school.", CreatedBy=by)
    answer = staff.get(discussed)
    assert answer.status_code == 200
    assert answer.json() == [
        {
            "user": {
                "username": "member",
                "email": member_user.email,
                "first_name": member_user.first_name,
                "last_name": member_user.last_name,
            },
            "course_run_key": "run",
            "comment": "Well\ndone",
            "created": "2026-11-01T10:00:01.000+0000",
        },
        {
            "user": {
                "username": "grace@force.example",
                "email": "grace@example.org",
                "first_name": "Grace",
                "last_name": None,
            },
            "course_run_key": None,
            "comment": "Called the school.",
            "created": "2026-11-01T10:00:02.000+0000",
        },
    ]


def test_nobody_is_told_that_there_are_none_where_there_may_be_some(staff, discussed, salesforce, double, monkeypatch):
    double.account = ("us", "another password")
    answer = staff.get(discussed)
    assert answer.status_code == 503
    assert "Try again in a few minutes" in answer.json()["detail"]
    monkeypatch.setitem(sys.modules, "simple_salesforce", None)
    answer = staff.get(discussed)
    assert answer.status_code == 503
    assert "simple-salesforce is not installed" in answer.json()["detail"]
