"""From the signal of the event bus to the row."""

import logging
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.dispatch import Signal
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueError
from openedx_events.content_authoring.signals import COURSE_CATALOG_INFO_CHANGED

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory
from course_discovery.apps.data_loading import tasks
from course_discovery.apps.data_loading.models import CourseRunEvent
from course_discovery.apps.data_loading.tests.events import KEY, catalog_info, send

WINDOW = "COURSE_CATALOG_INFO_CHANGED event received within the delay applicable window for course run "


@pytest.fixture
def run(bare_partner, settings):
    settings.DEFAULT_PARTNER_ID = bare_partner.pk
    return CourseRunFactory(course__partner=bare_partner, key=KEY)


@pytest.fixture
def queued(monkeypatch):
    found = []
    task = tasks.apply_course_run_event_task
    monkeypatch.setattr(task, "apply_async", lambda arguments, countdown: found.append((arguments, countdown)))
    return found


@pytest.fixture(autouse=True)
def committing(django_capture_on_commit_callbacks, request):
    """Everything is committed at the end of the test; `commit` does it before."""
    capture = django_capture_on_commit_callbacks

    def committed(work):
        with capture(execute=True):
            return work()

    return committed


def test_an_event_reaches_the_row(run, committing):
    assert committing(lambda: send(name="New")) == [None]
    run.refresh_from_db()
    assert run.title_override == "New"
    assert CourseRunEvent.objects.get().status == "applied"


@pytest.mark.parametrize(("age", "countdown"), [(5, 60), (59, 60), (61, 0), (24 * 3600 + 5, 0), (-30, 60)])
def test_a_young_event_waits(run, committing, queued, caplog, age, countdown):
    with caplog.at_level(logging.DEBUG, "course_discovery"):
        committing(lambda: send(timezone.now() - timedelta(seconds=age)))
    assert queued == [((KEY,), countdown)]
    assert (WINDOW + KEY + "." in caplog.messages) == (countdown > 0)
    assert CourseRunEvent.objects.get().status == "waiting"


def test_an_event_that_comes_after_a_newer_one_starts_nothing(run, committing, queued):
    committing(lambda: send())
    committing(lambda: send(timezone.now() - timedelta(hours=1)))
    assert len(queued) == 1


@pytest.mark.parametrize("payload", [None, "text", 7])
def test_what_is_no_event_is_logged(db, payload, caplog):
    metadata = COURSE_CATALOG_INFO_CHANGED.generate_signal_metadata()
    answers = Signal.send_robust(COURSE_CATALOG_INFO_CHANGED, sender=None, catalog_info=payload, metadata=metadata)
    assert [answer for _receiver, answer in answers] == [None]
    assert ("Received null or incorrect data from COURSE_CATALOG_INFO_CHANGED.", logging.ERROR) in [
        (record.getMessage(), record.levelno) for record in caplog.records
    ]
    assert not CourseRunEvent.objects.exists()


def test_without_metadata_it_is_an_event_of_now(run, committing, queued):
    committing(lambda: Signal.send(COURSE_CATALOG_INFO_CHANGED, sender=None, catalog_info=catalog_info()))
    assert queued == [((KEY,), 0)]


def test_a_queue_that_is_out_of_reach_loses_nothing(run, committing, monkeypatch):
    def unreachable(*_, **__):
        raise QueueError("Connection refused")

    monkeypatch.setattr(tasks.apply_course_run_event_task, "apply_async", unreachable)
    committing(lambda: send(name="New"))
    assert CourseRun.objects.get(key=KEY).title_override == "New"


def test_a_database_that_is_busy_is_tried_again(run, monkeypatch):
    attempts = []

    def busy_at_first(key):
        attempts.append(key)
        if len(attempts) < 3:
            raise OperationalError("database is locked")

    monkeypatch.setattr(tasks, "apply_event", busy_at_first)
    tasks.apply_course_run_event_task.delay(KEY)
    assert attempts == [KEY] * 3
