"""What changes with time alone reaches the index without a rebuild, and nothing else is touched."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from unittest import mock

import pytest
from celery import current_app
from celery.schedules import crontab
from django.conf import settings as project
from django.core.management import call_command
from freezegun import freeze_time

from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    SeatFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory
from course_discovery.apps.publisher.tasks import deliver_outbox_task
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import CourseDocument
from course_discovery.apps.search.models import ClockRefresh
from course_discovery.apps.search.selectors.aged import courses_aged
from course_discovery.apps.search.services import clock as service
from course_discovery.apps.search.services.clock import refresh_aged
from course_discovery.apps.search.services.rebuild import rebuild_indexes
from course_discovery.apps.search.services.verification import verify_indexes
from course_discovery.apps.search.tasks import refresh_aged_task, verify_indexes_task
from course_discovery.apps.search.tests.engine import alias_for

pytestmark = pytest.mark.django_db

COURSE, RUN = alias_for("course"), alias_for("course_run")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(NOW) as frozen:
        yield frozen


def run_with(**dates):
    values = {"start": NOW - 100 * DAY, "end": NOW + 400 * DAY, **dates}
    deadline = values.pop("upgrade_deadline_override", None)
    run = CourseRunFactory(**values)
    SeatFactory(course_run=run, price=49, upgrade_deadline_override=deadline)
    return run


# What happens within the next hour, and the field of the run that tells of it.
HAPPENINGS = {
    "starts": ({"start": NOW + HOUR / 2}, "availability"),
    "starts soon": ({"start": NOW + 60 * DAY + HOUR / 2}, "availability"),
    "ends": ({"end": NOW + HOUR / 2}, "availability"),
    "ends in two weeks": ({"end": datetime(2026, 6, 29, 12, tzinfo=UTC)}, "is_current_and_still_upgradeable"),
    "opens": ({"enrollment_start": NOW + HOUR / 2}, "is_enrollable"),
    "closes": ({"enrollment_end": NOW + HOUR / 2}, "is_enrollable"),
    "closes its seat": ({"upgrade_deadline_override": NOW + HOUR / 2}, "has_enrollable_seats"),
}


@pytest.mark.parametrize("name", HAPPENINGS)
def test_what_happens_reaches_the_index(search_index, clock, name):
    dates, field = HAPPENINGS[name]
    run = run_with(**dates)
    search_index()
    before = client().get(index=RUN, id=str(run.pk))["_source"]
    # Two weeks are counted in days, which end at midnight.
    clock.move_to(datetime(2026, 6, 16, 0, 30, tzinfo=UTC) if name == "ends in two weeks" else NOW + HOUR)
    assert refresh_aged() == 1
    after = client().get(index=RUN, id=str(run.pk))["_source"]
    assert before[field] != after[field]
    found = verify_indexes().found
    assert {alias for alias, kinds in found.items() if kinds["aged"] + kinds["stale"]} == set()


def test_only_what_changed_is_indexed(search_index, clock, django_assert_num_queries):
    for _ in range(3):
        run_with()
    aged = run_with(end=NOW + HOUR / 2)
    run_with(end=NOW - DAY)
    ProgramFactory(courses=[run_with().course])
    program = ProgramFactory(courses=[aged.course])
    search_index()
    clock.tick(HOUR)
    with mock.patch.object(service, "refresh_rows") as refresh:
        refresh_aged()
    refresh.assert_called_once_with({"course": {aged.course_id}, "program": {program.pk}})


def test_when_nothing_happened_it_costs_next_to_nothing(search_index, clock, django_assert_max_num_queries):
    run_with()
    search_index()
    clock.tick(HOUR)
    with django_assert_max_num_queries(6):
        assert refresh_aged() == 0


def test_each_refresh_goes_on_where_the_last_one_ended(search_index, clock):
    run_with(end=NOW + HOUR / 2)
    search_index()
    clock.tick(HOUR)
    assert refresh_aged() == 1
    clock.tick(HOUR)
    assert refresh_aged() == 0
    assert ClockRefresh.objects.get().at == NOW + 2 * HOUR


def test_a_failed_refresh_is_made_up_for(search_index, clock):
    run_with(end=NOW + HOUR / 2)
    search_index()
    clock.tick(HOUR)
    with mock.patch.object(service, "refresh_rows", side_effect=OSError), pytest.raises(OSError):
        refresh_aged()
    clock.tick(HOUR)
    assert refresh_aged() == 1


def test_a_build_of_all_types_starts_the_clock_anew(search_index, clock):
    run_with(end=NOW + HOUR / 2)
    search_index()
    assert ClockRefresh.objects.get().at == NOW
    clock.tick(HOUR)
    rebuild_indexes([CourseDocument])
    assert ClockRefresh.objects.get().at == NOW
    search_index()
    assert ClockRefresh.objects.get().at == NOW + HOUR


def test_drafts_do_not_age():
    draft = DraftCourseRunFactory(course=DraftCourseFactory(), end=NOW + HOUR)
    SeatFactory(course_run=draft, draft=True, upgrade_deadline_override=NOW + HOUR)
    assert courses_aged(NOW, NOW + DAY) == set()


def test_the_moments_themselves_are_included():
    course = CourseFactory()
    CourseRunFactory(course=course, start=NOW, end=None)
    assert courses_aged(NOW, NOW) == courses_aged(NOW - HOUR, NOW) == courses_aged(NOW, NOW + HOUR) == {course.pk}
    assert courses_aged(NOW + HOUR, NOW + 2 * HOUR) == set()


def test_the_command_says_how_much_it_did(search_index, clock):
    run_with(end=NOW + HOUR / 2)
    search_index()
    clock.tick(HOUR)
    output = StringIO()
    call_command("refresh_aged_documents", stdout=output)
    assert output.getvalue() == "Refreshed 1 courses.\n"


def test_beat_runs_its_tasks():
    schedule = {entry["task"]: entry["schedule"] for entry in project.CELERY_BEAT_SCHEDULE.values()}
    assert schedule == {
        refresh_aged_task.name: timedelta(minutes=5),
        deliver_outbox_task.name: timedelta(minutes=1),
        verify_indexes_task.name: crontab(hour=3, minute=30),
    }
    current_app.loader.import_default_modules()
    assert set(schedule) <= set(current_app.tasks)
