"""What Studio is told, over HTTP, and what it has then."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import CourseEditor
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.course import update_course
from course_discovery.apps.publisher.services.course_run import create_course_run, update_course_run
from course_discovery.apps.publisher.services.delivery import Delivery, deliver_due
from course_discovery.apps.publisher.services.studio_pushes import push_end_dates
from course_discovery.apps.publisher.tests.pictures import picture
from course_discovery.apps.publisher.tests.services.conftest import END, NOW, a_run

pytestmark = pytest.mark.django_db

FIRST = "course-v1:UniX+PY1+1T2027"
SECOND = "course-v1:UniX+PY1+1T2027a"
CLOSES = datetime(2027, 6, 1, tzinfo=UTC)


def at(moment):
    """Let it be that time, but not for what waits."""
    return freeze_time(moment, ignore=["requests", "urllib3", "threading"])


@pytest.fixture(autouse=True)
def _world(settings, platform):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    platform.catalogue.uploads.clear()
    with at(NOW):
        yield


@pytest.fixture
def course(platform, organization, new_course):
    organization.partner.studio_url = platform.url
    organization.partner.save()
    return new_course(editor=UserFactory(username="ann"))


def sent(platform):
    """Return method, last parts of the path and body of what Studio was sent."""
    root = "/api/v1/course_runs/"
    asked = [request for request in platform.requests if request.target.startswith("studio_")]
    return [(request.method, request.path.removeprefix(root), request.body) for request in asked]


def results():
    return [push.result for push in OutboundPush.objects.order_by("pk")]


def test_a_new_run_is_made_with_its_team(platform, course):
    create_course_run(course, a_run(), UserFactory(username="bob"))
    assert deliver_due() == Delivery(delivered=1)
    team = [{"user": "ann", "role": "instructor"}, {"user": "bob", "role": "instructor"}]
    body = {
        "title": "Python for all",
        "org": "UniX",
        "number": "PY1",
        "run": "1T2027",
        "team": team,
        "pacing_type": "instructor_paced",
        "schedule": {"start": "2027-02-01T00:00:00Z", "end": "2027-06-30T12:00:00Z"},
    }
    assert sent(platform) == [("POST", "", body)]
    assert platform.catalogue.lms_course_runs.get(FIRST)["end"] == "2027-06-30T12:00:00Z"
    assert results() == ["Made."]


def test_a_rerun_has_its_source_in_studio_and_nobody_twice_in_its_team(platform, course):
    create_course_run(course, a_run())
    create_course_run(course, a_run(), course.editors.get().user)
    assert deliver_due() == Delivery(delivered=2)
    assert [path for _, path, _ in sent(platform)] == ["", f"{FIRST}/rerun/"]
    assert platform.catalogue.studio_runs.get(SECOND)["team"] == [{"user": "ann", "role": "instructor"}]
    assert results()[1] == f"Made as a rerun of {FIRST}."


def test_a_rerun_waits_for_its_source(platform, course):
    platform.fail("503", "/api/v1/course_runs/", times=1)
    create_course_run(course, a_run())
    create_course_run(course, a_run())
    deliver_due()
    # The source waits for longer than the rerun does.
    OutboundPush.objects.filter(key=SECOND).update(due=NOW)
    with at(NOW + timedelta(seconds=61)):
        OutboundPush.objects.filter(key=FIRST).update(due=NOW + timedelta(hours=1))
        assert deliver_due() == Delivery(postponed=1)
    assert OutboundPush.objects.get(key=SECOND).result == f"rerun of {FIRST}: that run is not made yet"
    with at(NOW + timedelta(hours=2)):
        assert deliver_due() == Delivery(delivered=2)


def test_a_run_that_studio_has_is_not_made_again(platform, course):
    """The answer to the first attempt was lost."""
    create_course_run(course, a_run())
    deliver_due()
    push = OutboundPush.objects.get()
    push.pk, push.status, push.due = None, "pending", NOW
    push.save()
    assert deliver_due() == Delivery(delivered=1)
    assert OutboundPush.objects.last().result == "Studio has the run already."


def test_a_refusal_is_told_as_studio_told_it(platform, course):
    create_course_run(course, a_run(pacing_type=None), UserFactory(username="bob"))
    platform.fail("status", "studio_runs", status=400)
    assert deliver_due() == Delivery(failed=1)
    assert "status 400" in results()[0] and "The sandbox was asked to answer 400." in results()[0]


def test_of_an_open_course_enrollment_dates_are_told_and_the_team_stays(platform, course, caplog):
    caplog.set_level(logging.INFO)
    run = create_course_run(course, a_run(), UserFactory(username="bob"))
    deliver_due()
    update_course_run(run, {"enrollment_end": CLOSES, "end": END + timedelta(days=9), "title_override": "Slow Python"})
    deliver_due()
    body = {
        "title": "Slow Python",
        "org": "UniX",
        "number": "PY1",
        "run": "1T2027",
        "team": [{"user": "ann", "role": "instructor"}],
        "schedule": {"enrollment_start": None, "enrollment_end": "2027-06-01T00:00:00Z"},
    }
    assert sent(platform)[1:] == [("PATCH", f"{FIRST}/", body)]
    assert f"Enrollment information added to data {body} for course run {FIRST}" in caplog.messages
    row = platform.catalogue.lms_course_runs.get(FIRST)
    assert (row["name"], row["end"], row["enrollment_end"]) == (
        "Slow Python",
        "2027-06-30T12:00:00Z",
        "2027-06-01T00:00:00Z",
    )
    assert len(platform.catalogue.studio_runs.get(FIRST)["team"]) == 2
    update_course_run(run, {"enrollment_end": None})
    deliver_due()
    assert platform.catalogue.lms_course_runs.get(FIRST)["enrollment_end"] is None


def test_a_course_without_editors_is_warned_of(platform, course, caplog):
    CourseEditor.objects.all().delete()
    create_course_run(course, a_run())
    assert deliver_due() == Delivery(delivered=1)
    assert platform.catalogue.studio_runs.get(FIRST)["team"] == []
    assert (
        "No course team admin specified for course [UniX+PY1]. This may result in a Studio course run being created "
        "without a course team." in caplog.messages
    )


def test_the_image_is_what_the_public_sees_of_a_published_run(platform, course):
    draft, public = picture("blue").read(), picture("red").read()
    course.image.save("card.png", picture("red"))
    run = create_course_run(course, a_run())
    run.status = CourseRunStatus.Published
    run.save()
    officialise_run(run)
    course.image.save("card.png", picture("blue"))
    create_course_run(course, a_run())
    deliver_due()
    images = {path.rsplit("/", 1)[-1]: upload for path, upload in platform.catalogue.uploads.items()}
    assert images == {FIRST: (public, "image/png"), SECOND: (draft, "image/png")}


def test_an_image_that_fails_fails_alone(platform, course, caplog):
    course.image.save("card.png", picture())
    run = create_course_run(course, a_run())
    platform.fail("503", "studio_images", times=1)
    assert deliver_due() == Delivery(delivered=1, postponed=1)
    assert (
        f"An error occurred while setting the course run image for [{FIRST}] in studio. "
        "All other fields were successfully saved in Studio." in caplog.messages
    )
    update_course_run(run, {"title_override": "Slow Python"})
    update_course(course, {"short_description": "Snakes"})
    with at(NOW + timedelta(hours=1)):
        assert deliver_due() == Delivery(delivered=2)


def test_runs_of_all_courses_can_be_ended(platform, course):
    run = create_course_run(course, a_run())
    deliver_due()
    run.end = run.enrollment_end = NOW - timedelta(days=1)
    run.save()
    push_end_dates(run)
    deliver_due()
    dates = {"end": "2026-10-31T00:00:00Z", "enrollment_end": "2026-10-31T00:00:00Z"}
    assert sent(platform)[1:] == [("PATCH", f"{FIRST}/", {"schedule": dates})]


def test_what_is_gone_is_not_told(platform, course):
    run = create_course_run(course, a_run())
    update_course_run(run, {"title_override": "Slow Python"})
    partner = course.partner
    partner.studio_url = ""
    partner.save()
    course.delete()
    run.delete()
    assert deliver_due() == Delivery(delivered=2)
    assert (set(results()), sent(platform)) == ({"The run is not there any more."}, [])
