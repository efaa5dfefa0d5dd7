"""How far a refresh is."""

from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from course_discovery.apps.data_loading.models import PageCheckpoint
from course_discovery.apps.data_loading.selectors.progress import progress_of
from course_discovery.apps.data_loading.tests.history import lease_of, refresh, source_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with freeze_time("2030-01-01T12:00:00Z"):
        yield


def pages(source_run, *seconds_ago, rows=50):
    now = timezone.now()
    for number, seconds in enumerate(seconds_ago, 1):
        at = now - timedelta(seconds=seconds)
        PageCheckpoint.objects.create(source_run=source_run, number=number, rows=rows, at=at)


@pytest.fixture
def running(bare_partner):
    run = refresh(bare_partner, timedelta(seconds=100), status="running", ended=None, holder="process 7")
    lease_of(run)
    return run


def test_a_source_that_is_over_and_one_that_is_read(running):
    source_of(running, "lms_organizations", seconds=4, pages=1, seen=20, announced=20)
    source = source_of(running, seconds=None, status="running", pages=4, seen=200, announced=1756)
    pages(source, 80, 59, 30, 1)
    over, read = progress_of(running).sources
    assert (over.status, over.pages_expected, over.speed, over.seconds, over.share) == ("completed", 1, 5.0, 4, 1)
    assert (read.status, read.pages_expected, read.seconds) == ("running", 36, 100)
    # Three pages of 50 in the last minute.
    assert read.speed == 2.5
    assert round(read.share, 4) == 0.1139


def test_a_source_that_has_just_begun(running):
    source = source_of(running, seconds=None, status="running", started=timezone.now() - timedelta(seconds=2))
    (found,) = progress_of(running).sources
    assert (found.speed, found.share, found.pages_expected) == (None, None, None)
    pages(source, 1)
    assert progress_of(running).sources[0].speed == 25


def test_what_died_has_neither_speed_nor_duration(bare_partner):
    run = refresh(bare_partner, timedelta(seconds=100), status="running", ended=None)
    pages(source_of(run, seconds=None, status="running", pages=1, seen=50, announced=100), 1)
    progress = progress_of(run)
    assert not progress.state.is_live
    (found,) = progress.sources
    assert (found.status, found.speed, found.seconds, found.share) == ("interrupted", None, None, 0.5)


def test_a_source_that_was_taken_up_has_no_speed_of_the_whole(bare_partner):
    run = refresh(bare_partner)
    source_of(run, resumed=True, seen=100, announced=100)
    assert progress_of(run).sources[0].speed is None


def test_a_listing_that_grew(bare_partner):
    run = refresh(bare_partner)
    source_of(run, seen=120, announced=100)
    assert progress_of(run).sources[0].share == 1


def test_it_costs_the_same_however_many_sources(running, django_assert_num_queries):
    for name in "abcdef":
        pages(source_of(running, name, seconds=None, status="running"), 1, 2, 3)
    with django_assert_num_queries(3):
        assert len(progress_of(running).sources) == 6
