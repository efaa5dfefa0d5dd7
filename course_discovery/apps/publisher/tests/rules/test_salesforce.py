from datetime import UTC, datetime
from uuid import UUID

import pytest

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.publisher.rules import salesforce as rules
from course_discovery.apps.publisher.rules.comments import Author

UUID1 = UUID("9f3fd9a8-8a8e-4f2a-9f5c-0d1d6a8f1c11")


def test_an_organization():
    assert rules.organization_values("NorthX", "North Valley") == {
        "Organization_Name__c": "North Valley",
        "Organization_Key__c": "NorthX",
    }


@pytest.mark.parametrize(
    ("publisher_url", "link"),
    [("https://publisher.example.org/", f"https://publisher.example.org/courses/{UUID1}"), (None, None), ("", None)],
)
def test_a_course(publisher_url, link):
    values = rules.course_values(
        pk=7,
        uuid=UUID1,
        key="NorthX+GEO101",
        title="Geometry",
        publisher_url=publisher_url,
        site="discovery.example.org",
        organization_id="a0O1",
    )
    assert values == {
        "Course_Name__c": "Geometry",
        "Link_to_Publisher__c": link,
        "Link_to_Admin_Portal__c": "discovery.example.org/admin/course_metadata/course/7/change/",
        "Course_Key__c": "NorthX+GEO101",
        "Publisher_Organization__c": "a0O1",
    }


def run_values(**given):
    values = {
        "pk": 8,
        "key": "course-v1:NorthX+GEO101+1T2027",
        "title": "Geometry in spring",
        "status": "published",
        "start": datetime(2027, 2, 1, 9, 30, tzinfo=UTC),
        "end": None,
        "go_live_date": datetime(2027, 1, 15, tzinfo=UTC),
        "has_ofac_restrictions": None,
        "site": "discovery.example.org",
        "course_id": "a0C1",
    }
    return rules.run_values(**values | given)


def test_a_run():
    assert run_values() == {
        "Course__c": "a0C1",
        "Link_to_Admin_Portal__c": "discovery.example.org/admin/course_metadata/courserun/8/change/",
        "Course_Start_Date__c": "2027-02-01T09:30:00+00:00",
        "Course_End_Date__c": None,
        "Expected_Go_Live_Date__c": "2027-01-15T00:00:00+00:00",
        "Publisher_Status__c": "Live",
        "Course_Run_Name__c": "Geometry in spring",
        "Course_Number__c": "course-v1:NorthX+GEO101+1T2027",
        "OFAC_Review_Decision__c": "Not Reviewed",
    }


def test_statuses_and_decisions():
    words = [run_values(status=status)["Publisher_Status__c"] for status in CourseRunStatus.values]
    assert words == ["New/Unsubmitted Edits", "In Legal Review", "In PC Review", "Scheduled", "Live"]
    decisions = [run_values(has_ofac_restrictions=value)["OFAC_Review_Decision__c"] for value in (False, True)]
    assert decisions == ["OFAC Disabled", "OFAC Enabled"]


def test_a_case():
    values = rules.case_values("Geometry", "a0C1", None)
    assert values == {
        "Course__c": "a0C1",
        "Status": "Open",
        "Origin": "Publisher",
        "Subject": "Geometry Comments",
        "Description": "This case is required to be Open for the Publisher comment service.",
    }
    assert rules.case_values("Geometry", "a0C1", "012R") == values | {"RecordTypeId": "012R"}


def test_queries():
    assert rules.comments_query("500'\\") == (
        "SELECT CreatedDate,Body,CreatedBy.Username,CreatedBy.Email,CreatedBy.FirstName,CreatedBy.LastName "
        r"FROM FeedItem WHERE ParentId='500\'\\' AND IsDeleted=FALSE ORDER BY CreatedDate ASC"
    )
    just_made = rules.comment_lookup("500", "Hello\nyou", datetime(2027, 1, 1, 0, 2, tzinfo=UTC))
    assert "ParentId='500' AND CreatedDate>=2026-12-31T23:57:00Z" in just_made.soql
    assert just_made.is_it({"Body": "Hello\r\nyou"})
    assert not just_made.is_it({"Body": "Hello"})


def test_authors():
    by = {"Username": "us@example.org", "Email": "", "FirstName": None, "LastName": "Hopper"}
    assert rules.author_of({"CreatedBy": by}) == Author("us@example.org", None, None, "Hopper")
    assert rules.author_of({"CreatedBy": None}) == Author("")
