"""What the LMS lists of a run of which Studio has not heard yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory
from course_discovery.apps.data_loading.loaders.course_run import RunLoader
from course_discovery.apps.data_loading.sources.lms_courses import LmsCourses
from course_discovery.apps.data_loading.tests.rows import run_row
from course_discovery.apps.publisher.models import OutboundPush

pytestmark = pytest.mark.django_db

KEY = "course-v1:LakeX+BOT1+1T2030"


@pytest.fixture
def load(reference):
    reference.partner.studio_url = "https://studio.example.com"
    CourseRunFactory(course=CourseFactory(partner=reference.partner), key=KEY, title_override="Edited")
    source = LmsCourses(reference.partner)

    def load():
        outcome = RunLoader(reference).load([source.transform(run_row(KEY, name="Listed"))])
        return CourseRun.objects.get().title_override, [(note.code, note.skipped) for note in outcome.notes]

    return load


@pytest.fixture
def push(reference):
    def push(what="run", status="pending", finished=None):
        OutboundPush.objects.create(
            partner=reference.partner,
            system="studio",
            what=what,
            key=KEY,
            status=status,
            due=timezone.now(),
            finished=finished,
        )

    return push


@pytest.mark.parametrize("status", ["pending", "running"])
def test_it_waits_while_studio_is_told(load, push, status):
    push(status=status)
    assert load() == ("Edited", [("not_told_yet", True)])


def test_it_waits_when_studio_was_told_since_the_listing_was_begun(load, push):
    push(status="delivered", finished=timezone.now())
    assert load() == ("Edited", [("not_told_yet", True)])


def test_a_listing_that_came_later_is_believed(load, push):
    push(status="delivered", finished=timezone.now() - timedelta(minutes=2))
    assert load() == ("Listed", [])


def test_so_is_one_after_studio_was_given_up(load, push):
    push(status="failed", finished=timezone.now())
    assert load() == ("Listed", [])


def test_pictures_keep_nothing_waiting(load, push):
    push(what="image")
    assert load() == ("Listed", [])


def test_a_partner_without_studio_waits_for_nobody(load, push, reference):
    push()
    reference.partner.studio_url = ""
    assert load() == ("Listed", [])
