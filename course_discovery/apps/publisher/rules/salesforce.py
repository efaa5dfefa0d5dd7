"""What Salesforce is told: the kinds of its objects, their fields, and how an object is found again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.publisher.rules.comments import Author, is_same_text
from course_discovery.integrations.soql import Lookup, by_key, moment, text

ORGANIZATION, COURSE, RUN = "Publisher_Organization__c", "Course__c", "Course_Run__c"
CASE, COMMENT = "Case", "FeedItem"

# The columns that Salesforce is told of: another value is a reason to tell it.
ORGANIZATION_COLUMNS = frozenset({"key", "name"})
COURSE_COLUMNS = frozenset({"key", "title"})
RUN_COLUMNS = frozenset(
    {"key", "title_override", "start", "end", "go_live_date", "status", "has_ofac_restrictions", "course_id"}
)

_STATUS: dict[str, str] = {
    CourseRunStatus.Unpublished: "New/Unsubmitted Edits",
    CourseRunStatus.LegalReview: "In Legal Review",
    CourseRunStatus.InternalReview: "In PC Review",
    CourseRunStatus.Reviewed: "Scheduled",
    CourseRunStatus.Published: "Live",
}
_OFAC = {None: "Not Reviewed", False: "OFAC Disabled", True: "OFAC Enabled"}
# How far the clocks of Salesforce and ours may differ, with the time that a request may take.
_MINUTES_ASTRAY = timedelta(minutes=5)


def organization_values(key: str, name: str) -> dict[str, Any]:
    return {"Organization_Name__c": name, "Organization_Key__c": key}


def organization_lookup(key: str) -> Lookup:
    return by_key(ORGANIZATION, "Organization_Key__c", key)


def course_values(
    *,
    pk: int,
    uuid: UUID,
    key: str,
    title: str | None,
    publisher_url: str | None,
    site: str,
    organization_id: str | None,
) -> dict[str, Any]:
    """`organization_id` is that of Salesforce."""
    return {
        "Course_Name__c": title,
        "Link_to_Publisher__c": f"{publisher_url.rstrip('/')}/courses/{uuid}" if publisher_url else None,
        "Link_to_Admin_Portal__c": _admin_link(site, "course", pk),
        "Course_Key__c": key,
        "Publisher_Organization__c": organization_id,
    }


def course_lookup(key: str) -> Lookup:
    return by_key(COURSE, "Course_Key__c", key)


def run_values(
    *,
    pk: int,
    key: str,
    title: str | None,
    status: str,
    start: datetime | None,
    end: datetime | None,
    go_live_date: datetime | None,
    has_ofac_restrictions: bool | None,
    site: str,
    course_id: str,
) -> dict[str, Any]:
    """`course_id` is that of Salesforce."""
    return {
        "Course__c": course_id,
        "Link_to_Admin_Portal__c": _admin_link(site, "courserun", pk),
        "Course_Start_Date__c": _iso(start),
        "Course_End_Date__c": _iso(end),
        "Expected_Go_Live_Date__c": _iso(go_live_date),
        "Publisher_Status__c": _STATUS[status],
        "Course_Run_Name__c": title,
        "Course_Number__c": key,
        "OFAC_Review_Decision__c": _OFAC[has_ofac_restrictions],
    }


def run_lookup(key: str) -> Lookup:
    return by_key(RUN, "Course_Number__c", key)


def case_values(title: str | None, course_id: str, record_type_id: str | None) -> dict[str, Any]:
    """Return the case that holds the comments on a course."""
    values = {
        "Course__c": course_id,
        "Status": "Open",
        "Origin": "Publisher",
        "Subject": f"{title} Comments",
        "Description": "This case is required to be Open for the Publisher comment service.",
    }
    return values | {"RecordTypeId": record_type_id} if record_type_id else values


def case_lookup(course_id: str) -> Lookup:
    where = f"Course__c={text(course_id)} AND Origin='Publisher' AND Status='Open'"
    return Lookup(f"SELECT Id FROM {CASE} WHERE {where} ORDER BY CreatedDate ASC", lambda record: True)


def comment_values(case_id: str, body: str) -> dict[str, Any]:
    return {"ParentId": case_id, "Body": body}


def comment_lookup(case_id: str, body: str, now: datetime) -> Lookup:
    """Find a comment that has just been made: long texts cannot be queried for."""
    where = f"ParentId={text(case_id)} AND CreatedDate>={moment(now - _MINUTES_ASTRAY)}"
    return Lookup(
        f"SELECT Id,Body FROM {COMMENT} WHERE {where} ORDER BY CreatedDate DESC",
        lambda record: is_same_text(record.get("Body"), body),
    )


def comments_query(case_id: str) -> str:
    """Return the query for all that was written about a case, oldest first."""
    fields = "CreatedDate,Body,CreatedBy.Username,CreatedBy.Email,CreatedBy.FirstName,CreatedBy.LastName"
    where = f"ParentId={text(case_id)} AND IsDeleted=FALSE"
    return f"SELECT {fields} FROM {COMMENT} WHERE {where} ORDER BY CreatedDate ASC"


def author_of(record: Mapping[str, Any]) -> Author:
    """Return whoever made a record; what is empty counts as missing."""
    by = record.get("CreatedBy") or {}
    email, first_name, last_name = (by.get(name) or None for name in ("Email", "FirstName", "LastName"))
    return Author(by.get("Username") or "", email, first_name, last_name)


def _admin_link(site: str, model: str, pk: int) -> str:
    return f"{site}/admin/course_metadata/{model}/{pk}/change/"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
