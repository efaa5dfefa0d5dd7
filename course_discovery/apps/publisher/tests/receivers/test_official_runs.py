"""Edits that become official are told to the shop and to the LMS."""

import logging
from datetime import timedelta

import pytest
from freezegun import freeze_time

from course_discovery.apps.course_metadata.services.entitlements import create_missing_entitlement
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    ModeFactory,
    SeatFactory,
    TrackFactory,
)
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.course import publish_course_edits, update_course
from course_discovery.apps.publisher.services.course_run import update_course_run
from course_discovery.apps.publisher.services.review import (
    complete_review_phase,
    send_to_legal_review,
    submit_course_run,
)
from course_discovery.apps.publisher.tests.services.conftest import NOW, drafts_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with freeze_time(NOW):
        yield


@pytest.fixture
def partner(organization):
    partner = organization.partner
    partner.ecommerce_api_url = "https://shop.example.com/api/v2/"
    partner.lms_coursemode_api_url = "https://lms.example.com/api/course_modes/v1"
    partner.studio_url = ""
    partner.save()
    return partner


def pushed():
    """What was noted since it was last asked."""
    rows = [(row.system, row.what, row.key) for row in OutboundPush.objects.order_by("pk")]
    OutboundPush.objects.all().delete()
    return rows


@pytest.fixture
def draft(partner, new_course, new_run):
    """A draft run that goes live tomorrow, of a course that was never official."""
    return new_run(new_course(), values={"go_live_date": NOW + timedelta(days=1)})


@pytest.fixture
def reviewed(draft):
    send_to_legal_review(draft)
    complete_review_phase(draft, None, "")
    pushed()
    return draft


@pytest.fixture
def published(reviewed):
    for row in (reviewed, reviewed.official_version):
        row.status = "published"
        row.save()
    pushed()
    return reviewed


def products(run):
    return ("ecommerce", "products", run.key)


def test_drafts_are_nobodys_business(draft):
    send_to_legal_review(draft)
    update_course(draft.course, {"title": "Another title"})
    assert pushed() == []


def test_a_run_that_has_passed_review(draft):
    send_to_legal_review(draft)
    complete_review_phase(draft, None, "")
    assert pushed() == [products(draft)]


def test_a_reviewed_run_that_is_changed_but_stays_reviewed(reviewed):
    update_course_run(reviewed, {"pacing_type": "self_paced"})
    assert pushed() == [products(reviewed)]
    update_course_run(reviewed, {"pacing_type": "self_paced"})
    assert pushed() == []


def test_a_published_run_that_is_submitted(published):
    update_course_run(published, {"pacing_type": "self_paced"})
    assert pushed() == []
    submit_course_run(published)
    assert pushed() == [products(published)]


def test_a_course_whose_edits_are_published(published):
    draft_course = drafts_of(published.course)
    update_course(draft_course, {"title": "Another title"})
    publish_course_edits(draft_course)
    assert pushed() == [products(published)]


def test_modes_that_nobody_buys_follow_what_is_sold(draft):
    masters = TrackFactory(mode=ModeFactory(slug="masters"), seat_type=None)
    draft.type.tracks.add(masters)
    send_to_legal_review(draft)
    complete_review_phase(draft, None, "")
    assert pushed() == [products(draft), ("lms", "modes", draft.key)]


def test_a_partner_without_these_systems(partner, draft, caplog):
    caplog.set_level(logging.INFO, "course_discovery")
    partner.ecommerce_api_url = partner.lms_coursemode_api_url = None
    partner.save()
    draft.course.partner.refresh_from_db()
    send_to_legal_review(draft)
    complete_review_phase(draft, None, "")
    assert pushed() == []
    assert f"No LMS coursemode api url configured. Cannot publish LMS tracks for [{draft.key}]." in caplog.messages


def test_an_official_course_that_gets_an_entitlement(partner):
    course = CourseFactory(partner=partner)
    run = CourseRunFactory(course=course, type=CourseRunTypeFactory(slug="verified-audit"))
    SeatFactory(course_run=run, type__slug="verified", price=50)
    assert create_missing_entitlement(course) is not None
    assert pushed() == []
    course.entitlements.all().delete()
    course.canonical_course_run = run
    course.save()
    create_missing_entitlement(course)
    assert pushed() == [products(run)]
