"""What of the changes that editors make is noted for Studio."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseTypeFactory
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.course import publish_course_edits, update_course
from course_discovery.apps.publisher.services.course_run import update_course_run
from course_discovery.apps.publisher.services.studio_pushes import push_end_dates
from course_discovery.apps.publisher.tests.pictures import picture
from course_discovery.apps.publisher.tests.services.conftest import END, NOW, START, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now", "_storage")]

FIRST = "course-v1:UniX+PY1+1T2027"
SECOND = "course-v1:UniX+PY1+1T2027a"
OPENS = datetime(2026, 12, 1, tzinfo=UTC)
PUBLISHED = CourseRunStatus.Published


@pytest.fixture
def _now():
    with freeze_time(NOW):
        yield


@pytest.fixture
def _storage(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def partner(organization):
    organization.partner.studio_url = "https://studio.example.com"
    organization.partner.save()
    return organization.partner


@pytest.fixture
def course(partner, new_course):
    return new_course()


def noted():
    """Return what waits for Studio, and forget it."""
    pushes = [(push.what, push.key) for push in OutboundPush.objects.filter(system="studio").order_by("pk")]
    OutboundPush.objects.all().delete()
    return pushes


def publish(run):
    """Make a run published and official without review."""
    run.status = PUBLISHED
    run.save()
    official = officialise_run(run)
    noted()
    return official


def test_a_new_run_is_made_and_one_after_it_repeats_the_canonical_one(course, new_run):
    new_run(course)
    assert OutboundPush.objects.get().details == {"source": None, "requested_by": None}
    assert noted() == [("new_run", FIRST)]
    new_run(course)
    assert OutboundPush.objects.get().details == {"source": FIRST, "requested_by": None}
    assert noted() == [("new_run", SECOND)]


def test_the_editor_of_a_new_course_asks_for_its_first_run(partner, new_course):
    new_course(first_run=a_run(), editor=UserFactory(username="ann"))
    assert OutboundPush.objects.get().details == {"source": None, "requested_by": "ann"}
    new_course(first_run=a_run(), number="PY2", editor=UserFactory(), requested_by=UserFactory(username="bob"))
    assert OutboundPush.objects.last().details == {"source": None, "requested_by": "bob"}


def test_with_a_new_run_goes_what_it_is_not_made_with(course, new_run):
    course.image.save("card.png", picture())
    noted()
    new_run(course, values={"enrollment_start": OPENS})
    assert noted() == [("new_run", FIRST), ("run", FIRST), ("image", FIRST)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title_override": "Python, slowly"}, ["run"]),
        ({"enrollment_end": END - timedelta(days=9)}, ["run"]),
        ({"start": START, "end": END, "title_override": None}, []),
        ({"end": END + timedelta(days=9)}, []),
        ({"pacing_type": "self_paced", "min_effort": 4}, []),
    ],
)
def test_an_update_is_told_when_studio_has_what_changed(course, new_run, values, expected):
    run = new_run(course)
    noted()
    update_course_run(run, values)
    assert [what for what, _ in noted()] == expected


def test_external_courses_have_their_dates_here(partner, new_course, new_run):
    run = new_run(new_course(type=CourseTypeFactory(slug="executive-education-2u")))
    noted()
    update_course_run(run, {"end": END + timedelta(days=9)})
    assert noted() == [("run", FIRST)]


def test_enrollment_dates_that_were_taken_away_are_told_as_such(course, new_run):
    run = new_run(course, values={"enrollment_start": OPENS})
    noted()
    update_course_run(run, {"enrollment_start": None})
    assert OutboundPush.objects.get().details == {"clears_enrollment": True}


def test_fractions_of_seconds_are_left_out_as_studio_has_none(course, new_run):
    run = new_run(course, start=START.replace(microsecond=5), values={"enrollment_start": OPENS.replace(microsecond=5)})
    update_course_run(run, {"enrollment_end": END.replace(microsecond=5)})
    stored = CourseRun.everything.get(pk=run.pk)
    assert (stored.start, stored.enrollment_start, stored.enrollment_end) == (START, OPENS, END)
    noted()
    update_course_run(run, {"enrollment_end": END.replace(microsecond=9)})
    assert noted() == []


def test_a_new_title_of_the_course_is_told_of_runs_without_their_own(course, new_run):
    new_run(course)
    new_run(course, values={"title_override": "Python, slowly"})
    noted()
    update_course(course, {"title": "Python for you"})
    assert noted() == [("run", FIRST)]
    update_course(course, {"title": "Python for you", "short_description": "Snakes"})
    assert noted() == []


def test_what_published_runs_show_of_their_course_is_told_when_it_is_public(course, new_run):
    publish(new_run(course))
    new_run(course)
    noted()
    course.refresh_from_db()
    course.image.save("card.png", picture(), save=False)
    update_course(course, {"title": "Python for you"})
    assert noted() == [("run", SECOND), ("image", SECOND)]
    publish_course_edits(course)
    assert noted() == [("run", FIRST), ("image", FIRST)]
    publish_course_edits(course)
    update_course(course, {"short_description": "Snakes"})
    publish_course_edits(course)
    assert noted() == []


def test_runs_that_are_over_are_left_alone(course, new_run):
    new_run(course)
    noted()
    with freeze_time(END + timedelta(days=1)):
        update_course(course, {"title": "Python for you"})
    assert noted() == []


def test_courses_that_nobody_edits_here_are_left_alone(partner):
    course = CourseFactory(partner=partner, title="Loaded")
    course.title = "Loaded again"
    course.save()
    assert noted() == []


def test_runs_are_ended(course, new_run):
    run = new_run(course)
    noted()
    push_end_dates(run)
    assert noted() == [("end_dates", FIRST)]


def test_a_partner_without_studio_is_told_nothing(new_course, new_run, caplog):
    caplog.set_level(logging.INFO)
    course = new_course()
    run = new_run(course)
    course.refresh_from_db()
    course.image.save("card.png", picture())
    update_course_run(run, {"title_override": "Python, slowly"})
    assert noted() == []
    code = course.partner.short_code
    info = f"Not pushing course run info for {FIRST} to Studio as partner {code} has no studio_url set."
    image = f"Not updating course run image for {FIRST} to Studio as partner {code} has no studio_url set."
    assert [message for message in caplog.messages if "Studio" in message] == [info, image, info]


def test_a_course_without_an_image_gives_none(course, new_run, caplog):
    run = new_run(course)
    assert (
        f"Card image for course run [{run.pk}] cannot be updated. "
        f"The related course [{course.pk}] has no image defined." in caplog.messages
    )
