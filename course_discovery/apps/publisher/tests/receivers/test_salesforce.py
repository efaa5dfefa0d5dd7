"""Which changes Salesforce is told of."""

from datetime import UTC, datetime

import pytest

from course_discovery.apps.core.models import Partner, SalesforceConfiguration
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization
from course_discovery.apps.course_metadata.services.draft_world import ensure_draft_world
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    OrganizationFactory,
)
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.receivers import salesforce

pytestmark = pytest.mark.django_db


def noted():
    """What has been noted for Salesforce since the last call."""
    pushes = OutboundPush.objects.filter(system="salesforce").order_by("pk")
    found = [(push.what, push.key) for push in pushes]
    OutboundPush.objects.all().delete()
    return found


@pytest.fixture
def partner():
    partner = PartnerFactory()
    SalesforceConfiguration.objects.create(partner=partner, username="us", password="them")
    return partner


@pytest.fixture
def organization(partner):
    organization = OrganizationFactory(partner=partner, salesforce_id="a0O1")
    noted()
    return Organization.objects.get(pk=organization.pk)


@pytest.fixture
def draft_run(partner, organization):
    """A run that nobody but its editors has seen; Salesforce knows it."""
    course = DraftCourseFactory(partner=partner, authoring_organizations=[organization], salesforce_id="a0C1")
    run = DraftCourseRunFactory(course=course, salesforce_id="a0R1", status=CourseRunStatus.Reviewed)
    noted()
    return CourseRun.everything.get(pk=run.pk)


@pytest.fixture
def official_run(draft_run):
    run = officialise_run(draft_run)
    noted()
    return CourseRun.objects.get(pk=run.pk)


class TestOrganizations:
    def test_new_ones(self, partner):
        organization = OrganizationFactory(partner=partner)
        assert noted() == [("organization", str(organization.uuid))]

    def test_only_what_salesforce_shows_counts(self, organization):
        organization.description = "Old and venerable"
        organization.save()
        assert noted() == []
        organization.name = "Another name"
        organization.save()
        assert noted() == [("organization", str(organization.uuid))]

    def test_one_that_salesforce_does_not_know_yet_is_told_of_with_any_change(self, organization):
        Organization.objects.update(salesforce_id=None)
        organization.refresh_from_db()
        organization.save()
        assert noted() == []
        organization.description = "Old and venerable"
        organization.save()
        assert noted() == [("organization", str(organization.uuid))]


class TestCourses:
    def test_a_draft_is_told_of_when_it_gets_an_organization_and_then_no_more(self, partner, organization):
        draft = DraftCourseFactory(partner=partner)
        assert noted() == []
        draft.authoring_organizations.add(organization)
        assert noted() == [("course", str(draft.uuid))]
        draft.salesforce_id = "a0C1"
        draft.title = "Another title"
        draft.save()
        draft.authoring_organizations.set([OrganizationFactory(partner=partner, salesforce_id="a0O2")])
        assert [push for push in noted() if push[0] == "course"] == []
        organization.authored_courses.add(
            DraftCourseFactory(partner=partner, uuid="9f3fd9a8-8a8e-4f2a-9f5c-0d1d6a8f1c11")
        )
        assert noted() == [("course", "9f3fd9a8-8a8e-4f2a-9f5c-0d1d6a8f1c11")]

    def test_official_changes_of_title_key_and_organizations(self, official_run):
        course = official_run.course
        course.short_description = "Short"
        course.save()
        assert noted() == []
        course.key = "Another+Key"
        course.save()
        assert noted() == [("course", str(course.uuid))]
        course.authoring_organizations.clear()
        assert noted() == [("course", str(course.uuid))]

    def test_a_title_is_also_that_of_runs_without_one_of_their_own(self, official_run):
        course = official_run.course
        CourseRunFactory(course=course, title_override="Own", salesforce_id="a0R2")
        noted()
        course.title = "Another title"
        course.save()
        assert noted() == [("course", str(course.uuid)), ("run", official_run.key)]

    def test_those_that_nobody_edits_here_are_left_alone(self, partner, organization):
        course = CourseFactory(partner=partner, authoring_organizations=[organization])
        course.title = "Another title"
        course.save()
        run = CourseRunFactory(course=course)
        run.status = CourseRunStatus.Unpublished
        run.save()
        assert noted() == []

    def test_until_somebody_edits_them(self, partner, organization):
        course = CourseFactory(partner=partner, authoring_organizations=[organization])
        run = CourseRunFactory(course=course)
        ensure_draft_world(course)
        assert set(noted()) == {("course", str(course.uuid)), ("run", run.key)}


class TestRuns:
    def test_drafts_until_they_are_known(self, draft_run):
        draft_run.start = datetime(2031, 1, 1, tzinfo=UTC)
        draft_run.save()
        assert noted() == []
        new = DraftCourseRunFactory(course=draft_run.course)
        assert noted() == [("run", new.key)]

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("start", datetime(2031, 1, 1, tzinfo=UTC)),
            ("end", datetime(2031, 1, 1, tzinfo=UTC)),
            ("go_live_date", datetime(2031, 1, 1, tzinfo=UTC)),
            ("status", CourseRunStatus.Published),
            ("title_override", "Another title"),
            ("has_ofac_restrictions", True),
        ],
    )
    def test_edits_that_become_official(self, official_run, column, value):
        """As they are with a republished run, and with one that passed review."""
        draft = CourseRun.everything.get(pk=official_run.draft_version_id)
        setattr(draft, column, value)
        draft.save()
        assert noted() == []
        officialise_run(draft)
        assert noted() == [("run", official_run.key)]

    def test_other_edits(self, official_run):
        official_run.min_effort = 17
        official_run.save()
        assert noted() == []

    def test_the_first_official_row(self, draft_run):
        """Whatever was edited since the draft became known had not been told."""
        officialise_run(draft_run)
        assert noted() == [("course", str(draft_run.course.uuid)), ("run", draft_run.key)]


class TestBulkWrites:
    def test_known_rows_and_those_that_are_edited_here(self, partner, official_run, organization):
        loaded = CourseRunFactory(course__partner=partner)
        edited = CourseRunFactory(course__partner=partner, draft_version=DraftCourseRunFactory(course__partner=partner))
        foreign = CourseRunFactory(salesforce_id="a0R9")
        noted()
        pks = [run.pk for run in (loaded, edited, foreign, official_run)]
        catalogue_changed.send(CourseRun, model=CourseRun, pks=pks)
        assert noted() == [("run", official_run.key), ("run", edited.key)]
        courses = [run.course_id for run in (loaded, official_run)]
        catalogue_changed.send(Course, model=Course, pks=courses)
        catalogue_changed.send(Organization, model=Organization, pks=[organization.pk])
        assert noted() == [("course", str(official_run.course.uuid)), ("organization", str(organization.uuid))]

    def test_cost_one_query_where_there_is_no_salesforce(self, official_run, django_assert_num_queries):
        SalesforceConfiguration.objects.all().delete()
        with django_assert_num_queries(1):
            salesforce._on_bulk(model=CourseRun, pks=frozenset([official_run.pk]))


def test_partners_without_salesforce_tell_nothing(partner, official_run, organization):
    partner.salesforce.delete()
    partner, organization = Partner.objects.get(pk=partner.pk), Organization.objects.get()
    organization.name = "Another name"
    organization.save()
    official_run.status = CourseRunStatus.Unpublished
    official_run.save()
    official_run.course.title = "Another title"
    official_run.course.save()
    DraftCourseRunFactory(course__partner=partner, course__authoring_organizations=[organization])
    assert noted() == []
