"""Runs go to Studio, come back through the LMS, and are no news: what was told does not return as a change."""

from datetime import UTC, datetime

import pytest

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization, Seat
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunTypeFactory,
    CourseTypeFactory,
    DraftCourseFactory,
    OrganizationFactory,
    SourceFactory,
)
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.apps.data_loading.tests.services.watching import Watcher
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.course import create_course, update_course
from course_discovery.apps.publisher.services.course_run import NewRun, create_course_run, update_course_run
from course_discovery.apps.publisher.services.delivery import deliver_due
from course_discovery.integrations.oauth import service_session
from course_discovery.integrations.studio import StudioApi

KEY = "course-v1:LakeX+BOT1+1T2030"
START = datetime(2030, 1, 10, 9, 30, tzinfo=UTC)
END = datetime(2030, 7, 10, 12, tzinfo=UTC)
OPENS = datetime(2029, 11, 1, tzinfo=UTC)
CLOSES = datetime(2030, 6, 1, tzinfo=UTC)


@pytest.fixture
def studio_partner(partner, platform, settings):
    """A partner whose editors work here, and go on in Studio."""
    settings.ENABLE_PUBLISHER = True
    partner.publisher_url = "https://publisher.example.com"
    partner.studio_url = platform.url
    partner.ecommerce_api_url = ""
    partner.save()
    return partner


@pytest.fixture
def new_run(studio_partner):
    """What asks for a run, of a draft course that has none yet."""
    return NewRun(
        type=CourseRunTypeFactory(slug="verified-audit"), start=START, end=END, pacing_type="self_paced", prices={}
    )


@pytest.fixture
def course(studio_partner):
    return create_course(
        studio_partner,
        organization=OrganizationFactory(partner=studio_partner, key="LakeX"),
        number="BOT1",
        title="Botany",
        type=CourseTypeFactory(slug="verified-audit"),
        product_source=SourceFactory(name="edX", slug="edx"),
    )


def told(count):
    """Send all that waits, so many of it to Studio."""
    waiting = OutboundPush.objects.filter(status="pending")
    assert waiting.filter(system="studio").count() == count
    delivery = deliver_due()
    assert (delivery.postponed, delivery.failed, waiting.count()) == (0, 0, 0)


def everything():
    """Return what any write would change: rows with their times, and how much history there is."""
    state = {}
    for model in (Course, CourseRun, Organization, Seat):
        stamps = ("pk", "modified", "data_modified_timestamp")[: 3 if model is Course else 2]
        state[model.__name__] = (list(model._base_manager.values_list(*stamps)), model.history.count())
    return state


def assert_no_news(partner):
    before = everything()
    run = refresh_partner(partner, Watcher())
    source = run.sources.get(source="lms_courses")
    assert (run.status, source.failed) == ("completed", 0)
    assert (source.created, source.updated) == (0, 0)
    assert source.unchanged == CourseRun.everything.values("key").distinct().count()
    assert everything() == before
    assert not OutboundPush.objects.filter(status="pending").exists()


def test_a_run_that_was_made_here_comes_back_unchanged(studio_partner, platform, course, new_run):
    create_course_run(course, new_run)
    told(1)
    assert platform.catalogue.lms_course_runs.get(KEY)["name"] == "Botany"
    assert_no_news(studio_partner)
    assert CourseRun.everything.get().title_override is None


def test_an_official_run_and_its_rerun_come_back_unchanged(studio_partner, course, new_run):
    run = create_course_run(course, new_run)
    run.status = CourseRunStatus.Published
    run.save()
    officialise_run(run)
    create_course_run(course, new_run)
    told(2)
    assert_no_news(studio_partner)


def test_changes_that_were_told_come_back_unchanged(studio_partner, platform, course, new_run):
    run = create_course_run(course, new_run)
    update_course_run(run, {"enrollment_start": OPENS, "enrollment_end": CLOSES.replace(microsecond=7)})
    told(2)
    assert platform.catalogue.lms_course_runs.get(KEY)["enrollment_end"] == "2030-06-01T00:00:00Z"
    assert_no_news(studio_partner)
    run.refresh_from_db()
    assert (run.enrollment_start, run.enrollment_end) == (OPENS, CLOSES)
    update_course_run(run, {"enrollment_start": None, "enrollment_end": None})
    told(1)
    assert_no_news(studio_partner)
    update_course(course, {"title": "Botany again"})
    told(1)
    assert_no_news(studio_partner)
    update_course_run(run, {"title_override": "Botany, slowly"})
    told(1)
    assert_no_news(studio_partner)


def test_a_run_made_with_enrollment_dates_keeps_them(studio_partner, course, new_run):
    create_course_run(course, NewRun(**new_run.__dict__ | {"values": {"enrollment_start": OPENS}}))
    told(2)
    assert_no_news(studio_partner)
    assert CourseRun.everything.get().enrollment_start == OPENS


@pytest.mark.parametrize("has_draft", [True, False])
def test_a_run_that_was_made_in_studio_arrives_once_and_unpublished(studio_partner, platform, has_draft):
    draft = DraftCourseFactory(partner=studio_partner, key="LakeX+BOT1") if has_draft else None
    pair = {"draft_version": draft, "uuid": draft.uuid} if draft else {}
    CourseFactory(partner=studio_partner, key="LakeX+BOT1", **pair)
    body = {"title": "Made there", "org": "LakeX", "number": "BOT1", "run": "1T2030", "pacing_type": "self_paced"}
    dates = {"start": "2030-01-10T09:30:00Z", "enrollment_end": "2030-06-01T00:00:00Z"}
    StudioApi(platform.url, service_session()).create_run(body | {"schedule": dates})
    refresh_partner(studio_partner, Watcher())
    runs = CourseRun.everything.order_by("draft")
    assert [run.draft for run in runs] == [False, True][: 1 + has_draft]
    for run in runs:
        assert (run.key, run.title, run.status, run.pacing_type) == (KEY, "Made there", "unpublished", "self_paced")
        assert (run.start, run.end, run.enrollment_end) == (START, None, CLOSES)
    assert_no_news(studio_partner)
