"""Comments on courses, which Salesforce keeps."""

from datetime import UTC, datetime

import pytest
from freezegun import freeze_time

from course_discovery.apps.core.models import SalesforceConfiguration
from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory, OrganizationFactory
from course_discovery.apps.publisher.rules.comments import Author, Comment
from course_discovery.apps.publisher.services.comments import (
    SalesforceMissingCaseException,
    add_comment,
    comments_of,
)
from course_discovery.apps.publisher.services.outbound.salesforce import SalesforceNotConfiguredException
from course_discovery.integrations.errors import Unreachable
from course_discovery.sandbox.api import json_response

pytestmark = pytest.mark.django_db

CASES = "/services/data/v59.0/sobjects/Case/"


@pytest.fixture
def course():
    """An official course with a draft."""
    partner = PartnerFactory()
    SalesforceConfiguration.objects.create(partner=partner, username="us", password="them", case_record_type_id="012R")
    organization = OrganizationFactory(partner=partner)
    same = {"partner": partner, "key": "NorthX+GEO101", "uuid": "9f3fd9a8-8a8e-4f2a-9f5c-0d1d6a8f1c11"}
    draft = DraftCourseFactory(**same, title="Geometry", authoring_organizations=[organization])
    return CourseFactory(**same, title="Geometry", draft_version=draft, authoring_organizations=[organization])


@pytest.fixture
def ada():
    return UserFactory(username="ada", email="ada@example.org", first_name="Ada", last_name="Lovelace")


def test_the_first_comment_makes_a_case_for_both_rows(salesforce_double, course, ada):
    with freeze_time("2027-03-01T12:00:00Z"):
        comment = add_comment(course.draft_version, ada, "Well\n\ndone", "course-v1:NorthX+GEO101+1T2027")
    author = Author("ada", "ada@example.org", "Ada", "Lovelace")
    assert comment == Comment(author, "course-v1:NorthX+GEO101+1T2027", "Well\n\ndone", "2027-03-01T12:00:00+00:00")
    (case,) = salesforce_double.records["Case"]
    assert {row.salesforce_case_id for row in Course.everything.all()} == {case["Id"]}
    assert (case["Subject"], case["RecordTypeId"]) == ("Geometry Comments", "012R")
    assert case["Course__c"] == salesforce_double.records["Course__c"][0]["Id"] == Course.objects.get().salesforce_id
    (item,) = salesforce_double.records["FeedItem"]
    assert item["ParentId"] == case["Id"]
    assert comments_of(course) == [comment._replace(created=item["CreatedDate"])]
    # The second one goes to the same case, though it says the same.
    add_comment(Course.objects.get(), ada, "Well\n\ndone")
    assert [len(salesforce_double.records[kind]) for kind in ("Course__c", "Case", "FeedItem")] == [1, 1, 2]


def test_a_comment_whose_answer_is_lost_is_there_once(salesforce_double, course, ada):
    add_comment(course, ada, "First")
    salesforce_double.unheard = 1
    with freeze_time(datetime(2026, 11, 1, 10, 1, tzinfo=UTC)):
        add_comment(course, ada, "Second")
    assert [comment.comment for comment in comments_of(course)] == ["First", "Second"]


def test_reading_names_in_one_query(salesforce_double, course, ada, django_assert_num_queries):
    Course.everything.update(salesforce_case_id="500")
    by = {"Username": "grace@force.example", "Email": "grace@example.org", "FirstName": "Grace", "LastName": ""}

    def item(body, **values):
        salesforce_double.add("FeedItem", **{"ParentId": "500", "Body": body, "CreatedBy": by} | values)

    item(None)
    item("[User]\nada\n\n[Body]\nby a name alone")
    item("[User]\nNo Body (nobody)\n\n[Course Run]\nrun\n\n[Body]\nby one who is not here")
    item("Called the school.")
    item("gone", IsDeleted=True)
    item("of another case", ParentId="501")
    item("", CreatedBy=None)
    # Configuration, rows of the course with their partner, names.
    with django_assert_num_queries(3):
        found = comments_of(course)
    assert [comment[:3] for comment in found] == [
        (Author("ada", "ada@example.org", "Ada", "Lovelace"), None, "by a name alone"),
        (Author("nobody"), "run", "by one who is not here"),
        (Author("grace@force.example", "grace@example.org", "Grace", None), None, "Called the school."),
    ]
    assert [comment.created for comment in found] == sorted(comment.created for comment in found)


def test_a_course_without_a_case_has_no_comments(salesforce_double, course):
    assert comments_of(course) == []
    assert salesforce_double.requests == []


def test_without_a_case_nobody_can_comment(salesforce_double, course, ada):
    message = r"^Unable to associate a case for comments for NorthX\+GEO101$"
    salesforce_double.failing[CASES] = json_response(400, [{"errorCode": "REQUIRED_FIELD_MISSING"}])
    with pytest.raises(SalesforceMissingCaseException, match=message):
        add_comment(course, ada, "text")
    salesforce_double.failing[CASES] = json_response(503, [{"errorCode": "SERVER_UNAVAILABLE"}])
    with pytest.raises(Unreachable):
        add_comment(course, ada, "text")
    for row in Course.everything.all():
        row.authoring_organizations.clear()
    Course.everything.update(salesforce_id=None)
    with pytest.raises(SalesforceMissingCaseException, match=message):
        add_comment(course, ada, "text")
    assert "FeedItem" not in salesforce_double.records


def test_partners_without_salesforce(course, ada):
    SalesforceConfiguration.objects.all().delete()
    with pytest.raises(SalesforceNotConfiguredException):
        comments_of(course)
    with pytest.raises(SalesforceNotConfiguredException):
        add_comment(course, ada, "text")
