"""What is told of a single document agrees with what verify_index finds among all."""

from datetime import UTC, datetime, timedelta

import pytest
from elastic_transport import ConnectionError as EngineConnectionError
from freezegun import freeze_time

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory, CourseRunTypeFactory, SeatFactory
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.document_states import (
    ABSENT,
    AGED,
    EXTRA,
    FRESH,
    MISSING,
    NO_INDEX,
    STALE,
    UNAVAILABLE,
)
from course_discovery.apps.search.services import document_state as service
from course_discovery.apps.search.services.document_state import document_state
from course_discovery.apps.search.services.verification import verify_indexes
from course_discovery.apps.search.tests.engine import alias_for, delete_all_indexes

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
RUN = "course_run"


@pytest.fixture
def run(search_index):
    with freeze_time(NOW) as frozen:
        made = CourseRunFactory(start=NOW, end=NOW + timedelta(days=30))
        SeatFactory(course_run=made)
        search_index()
        yield made, frozen


def found():
    numbers = verify_indexes().found[alias_for(RUN)]
    return [kind for kind in (MISSING, STALE, AGED, EXTRA) if numbers[kind]]


def test_fresh(run):
    made, _clock = run
    state = document_state(RUN, made.pk)
    assert (state.state, state.differing, found()) == (FRESH, (), [])
    assert state.source["key"] == made.key


def test_stale(run):
    CourseRun.objects.filter(pk=run[0].pk).update(hidden=True, license="cc")
    state = document_state(RUN, run[0].pk)
    assert (state.state, state.differing, found()) == (STALE, ("hidden", "license"), [STALE])
    assert state.source["hidden"] is False


def test_aged(run):
    made, clock = run
    clock.move_to(NOW + timedelta(days=31))
    state = document_state(RUN, made.pk)
    assert (state.state, found()) == (AGED, [AGED])
    assert "availability" in state.differing


def test_missing(run):
    client().delete(index=alias_for(RUN), id=str(run[0].pk), refresh=True)
    assert document_state(RUN, run[0].pk) == (MISSING, None, ())
    assert found() == [MISSING]


def test_extra_and_rightly_absent(run):
    made, _clock = run
    CourseRun.objects.filter(pk=made.pk).update(type=CourseRunTypeFactory(slug="off", is_marketable=False))
    assert document_state(RUN, made.pk).state == EXTRA
    assert found() == [EXTRA]
    client().delete(index=alias_for(RUN), id=str(made.pk), refresh=True)
    assert document_state(RUN, made.pk).state == ABSENT


def test_without_index(run):
    delete_all_indexes()
    assert document_state(RUN, run[0].pk).state == NO_INDEX
    assert document_state("no such type", 1).state == NO_INDEX


def test_an_engine_that_does_not_answer(run, monkeypatch):
    def fail(_alias):
        raise EngineConnectionError("gone")

    monkeypatch.setattr(service, "current_index", fail)
    assert document_state(RUN, run[0].pk).state == UNAVAILABLE
