"""What Salesforce hears of organizations, courses and runs."""

import pytest

from course_discovery.apps.core.models import SalesforceConfiguration
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.tests.factories import (
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    OrganizationFactory,
)
from course_discovery.apps.publisher.choices import OutboundSystem
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.course import publish_course_edits, update_course
from course_discovery.apps.publisher.services.delivery import Delivery, deliver_due
from course_discovery.apps.publisher.services.outbound import salesforce
from course_discovery.apps.publisher.services.outbox import enqueue
from course_discovery.apps.publisher.services.publication import publish_run
from course_discovery.apps.publisher.services.review import complete_review_phase, send_to_legal_review
from course_discovery.integrations.errors import Unreachable

pytestmark = pytest.mark.django_db

CHANGED = {"OFAC_Review_Decision__c": "OFAC Enabled"}


@pytest.fixture
def partner():
    return PartnerFactory(publisher_url="https://publisher.example.org", site__domain="discovery.example.org")


@pytest.fixture
def draft_run(partner):
    """A draft run of a course of NorthX, all of it unknown to Salesforce, which the partner has had since just now."""
    organization = OrganizationFactory(partner=partner, key="NorthX", name="North Valley")
    course = DraftCourseFactory(partner=partner, key="NorthX+GEO101", authoring_organizations=[organization])
    run = DraftCourseRunFactory(course=course, key="course-v1:NorthX+GEO101+1T2027", status=CourseRunStatus.Unpublished)
    SalesforceConfiguration.objects.create(partner=partner, username="us", password="them")
    return run


def push(partner, what, key):
    """Send just this push and return what came of it."""
    OutboundPush.objects.all().delete()
    enqueue([OutboundPush(partner=partner, system=OutboundSystem.Salesforce, what=what, key=str(key))])
    done = deliver_due()
    row = OutboundPush.objects.get()
    return row.result if done == Delivery(delivered=1) else (done, row.result)


def told(salesforce_double):
    """What Salesforce has been told since the last call."""
    news, salesforce_double.told = salesforce_double.told, []
    return news


def test_a_run_is_made_with_its_course_and_organization(salesforce_double, partner, draft_run):
    history = CourseRun.history.count()
    push(partner, "run", draft_run.key)
    organization, course = Organization.objects.get(), draft_run.course
    assert [(verb, kind) for verb, kind, _ in salesforce_double.told] == [
        ("create", "Publisher_Organization__c"),
        ("create", "Course__c"),
        ("create", "Course_Run__c"),
    ]
    (of_organization, of_course, of_run) = (values for _, _, values in told(salesforce_double))
    assert of_organization == {"Organization_Name__c": "North Valley", "Organization_Key__c": "NorthX"}
    assert of_course == {
        "Course_Name__c": course.title,
        "Link_to_Publisher__c": f"https://publisher.example.org/courses/{course.uuid}",
        "Link_to_Admin_Portal__c": f"discovery.example.org/admin/course_metadata/course/{course.pk}/change/",
        "Course_Key__c": "NorthX+GEO101",
        "Publisher_Organization__c": organization.salesforce_id,
    }
    assert of_run["Course__c"] == Course.everything.get().salesforce_id
    assert (of_run["Course_Number__c"], of_run["Course_Run_Name__c"]) == (draft_run.key, course.title)
    assert CourseRun.everything.get().salesforce_id == salesforce_double.records["Course_Run__c"][0]["Id"]
    assert CourseRun.history.count() == history
    # Nothing is told of a draft that is known.
    assert push(partner, "run", draft_run.key) == "Not told: edits of a draft are told once they are official."
    assert push(partner, "course", course.uuid) == "Not told: edits of a draft are told once they are official."
    assert told(salesforce_double) == []


def test_from_the_first_draft_to_the_published_run(salesforce_double, organization, new_course, new_run):
    """By what editors and reviewers do."""
    organization.partner.studio_url = None
    SalesforceConfiguration.objects.create(partner=organization.partner, username="us", password="them")
    draft = new_run(new_course())
    deliver_due()
    course, run = (salesforce_double.records[kind][0] for kind in ("Course__c", "Course_Run__c"))
    assert run["Publisher_Status__c"] == "New/Unsubmitted Edits"
    assert len(salesforce_double.logins) == 1
    told(salesforce_double)

    draft = CourseRun.everything.get(pk=draft.pk)
    send_to_legal_review(draft)
    official = complete_review_phase(draft, has_ofac_restrictions=False, ofac_comment="")
    deliver_due()
    assert (official.status, run["Publisher_Status__c"]) == ("reviewed", "Scheduled")
    assert run["OFAC_Review_Decision__c"] == "OFAC Disabled"
    # Of the official rows, as the links say.
    assert [kind for _, kind, _ in told(salesforce_double)] == ["Course__c", "Course_Run__c"]

    publish_run(official)
    deliver_due()
    assert run["Publisher_Status__c"] == "Live"
    assert len(told(salesforce_double)) == 1

    edited = update_course(Course.everything.get(draft=True), {"title": "Another title"}).draft
    deliver_due()
    assert told(salesforce_double) == []
    publish_course_edits(edited)
    deliver_due()
    assert course["Course_Name__c"] == run["Course_Run_Name__c"] == "Another title"
    assert [kind for _, kind, _ in told(salesforce_double)] == ["Course__c", "Course_Run__c"]


def test_official_rows_have_the_ids_of_their_drafts_and_are_told_of(salesforce_double, partner, draft_run):
    official = officialise_run(draft_run)
    assert push(partner, "course", draft_run.course.uuid).startswith("Made as Cou")
    assert push(partner, "run", draft_run.key).startswith("Made as ")
    assert {row.salesforce_id for row in CourseRun.everything.all()} == {
        salesforce_double.records["Course_Run__c"][0]["Id"]
    }
    assert {row.salesforce_id for row in Course.everything.all()} == {salesforce_double.records["Course__c"][0]["Id"]}
    link = f"discovery.example.org/admin/course_metadata/courserun/{official.pk}/change/"
    assert told(salesforce_double)[-1][2]["Link_to_Admin_Portal__c"] == link

    CourseRun.everything.filter(pk=official.pk).update(has_ofac_restrictions=True, salesforce_id=None)
    push(partner, "run", draft_run.key)
    ((verb, kind, values),) = told(salesforce_double)
    assert (verb, kind, CHANGED.items() <= values.items()) == ("update", "Course_Run__c", True)
    assert CourseRun.objects.get().salesforce_id


def test_what_it_knows_it_is_not_told_again(salesforce_double, partner, draft_run):
    officialise_run(draft_run)
    push(partner, "run", draft_run.key)
    told(salesforce_double)
    assert push(partner, "run", draft_run.key) == "It was told all this before."
    assert told(salesforce_double) == []
    salesforce.tell_run(partner, draft_run.key, even_if_known=True)
    assert len(told(salesforce_double)) == 1


def test_what_it_has_under_the_key_is_adopted_and_brought_up_to_date(salesforce_double, partner, draft_run):
    made = salesforce_double.add("Course__c", Course_Key__c="NorthX+GEO101", Course_Name__c="Old")
    salesforce_double.add("Publisher_Organization__c", Organization_Key__c="northx")
    push(partner, "course", draft_run.course.uuid)
    assert Course.everything.get().salesforce_id == made
    assert [record["Course_Name__c"] for record in salesforce_double.records["Course__c"]] == [draft_run.course.title]
    # Another school that is called alike.
    assert len(salesforce_double.records["Publisher_Organization__c"]) == 2


def test_an_organization(salesforce_double, partner, draft_run):
    organization = Organization.objects.get()
    assert push(partner, "organization", organization.uuid).startswith("Made as Pub")
    Organization.objects.update(name="South Valley")
    push(partner, "organization", organization.uuid)
    assert told(salesforce_double)[1:] == [
        (
            "update",
            "Publisher_Organization__c",
            {"Organization_Name__c": "South Valley", "Organization_Key__c": "NorthX"},
        )
    ]


def test_what_cannot_be_told_of(salesforce_double, partner, draft_run):
    loaded = CourseRunFactory(course__partner=partner)
    assert (
        push(partner, "run", loaded.key) == push(partner, "course", loaded.course.uuid) == "Not made: it has no draft."
    )
    lonely = DraftCourseRunFactory(course__partner=partner)
    nobodys = "Not made: the course has no organization."
    assert push(partner, "run", lonely.key) == push(partner, "course", lonely.course.uuid) == nobodys
    gone = "9f3fd9a8-8a8e-4f2a-9f5c-0d1d6a8f1c11"
    assert {push(partner, what, gone) for what in ("organization", "course", "run")} == {"It is gone."}
    SalesforceConfiguration.objects.all().delete()
    assert push(partner, "run", draft_run.key) == "The partner has no Salesforce."
    assert salesforce_double.requests == []


def test_a_salesforce_that_is_away_is_told_later(salesforce_double, partner, draft_run):
    salesforce_double.account = ("us", "another password")
    done, why = push(partner, "run", draft_run.key)
    assert done == Delivery(postponed=1)
    assert why.startswith("Salesforce login of us: ")
    with pytest.raises(
        salesforce.SalesforceNotConfiguredException,
        match="^Attempted to query Salesforce with no client for partner=Nobody's$",
    ):
        salesforce.salesforce_of(PartnerFactory(name="Nobody's"))


def test_one_process_at_a_time_makes_an_object(salesforce_double, partner, draft_run, monkeypatch):
    monkeypatch.setattr(salesforce, "_PATIENCE", 0)
    organization = Organization.objects.get()
    api, _ = salesforce.salesforce_of(partner)
    another_process = salesforce._alone(partner, "Publisher_Organization__c NorthX")
    with another_process, pytest.raises(Unreachable, match="another process is at it"):
        salesforce.ensure_organization(api, organization)
    assert salesforce_double.requests == []
    assert salesforce.ensure_organization(api, organization)
