"""The last runs of every source."""

from datetime import timedelta

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.data_loading.selectors.histories import histories
from course_discovery.apps.data_loading.tests.history import failures_of, lease_of, refresh, source_of

pytestmark = pytest.mark.django_db


def test_nothing_was_refreshed():
    assert histories() == []


def test_the_last_runs_of_each_source_the_oldest_first(bare_partner):
    for minutes in (40, 30, 20, 10):
        source_of(refresh(bare_partner, timedelta(minutes=minutes)), seen=minutes)
    shops = source_of(refresh(bare_partner, timedelta(minutes=35), stage=2), "ecommerce_seats")
    (history,) = histories(runs=3)
    assert [source.source for source in history.sources] == ["lms_courses", "ecommerce_seats"]
    assert [run.seen for run in history.sources[0].runs] == [30, 20, 10]
    assert history.sources[0].latest.seen == 10
    assert history.sources[1].runs == [shops]


def test_partners_by_short_code_each_with_its_own(bare_partner):
    other = PartnerFactory(short_code="a")
    source_of(refresh(bare_partner), seen=1)
    latest = refresh(other)
    source_of(latest, seen=2)
    refresh(other, timedelta(hours=1))
    found = histories()
    assert [(history.partner, history.sources[0].latest.seen) for history in found] == [(other, 2), (bare_partner, 1)]
    assert found[0].latest == latest
    assert [history.partner for history in histories(bare_partner.pk)] == [bare_partner]


def test_a_refresh_that_has_not_come_to_a_source(bare_partner):
    run = refresh(bare_partner, status="running", ended=None, holder="process 7")
    lease_of(run)
    (history,) = histories()
    assert (history.state.name, history.sources) == ("running", [])


def test_sources_of_tables_come_after_those_of_platforms(bare_partner):
    run = refresh(bare_partner)
    for name in ("csv_degrees", "lms_courses", "another"):
        source_of(run, name)
    assert [source.source for source in histories()[0].sources] == ["lms_courses", "another", "csv_degrees"]


def test_why_rows_of_the_latest_failed(bare_partner):
    old = source_of(refresh(bare_partner, timedelta(hours=1)), failed=1)
    failures_of(old, "x", code="forgotten")
    latest = source_of(refresh(bare_partner), failed=3, skipped=4)
    failures_of(latest, "b", code="no_type")
    failures_of(latest, "c", "d")
    failures_of(latest, "e", "f", "g", "h", code="mobile", skipped=True)
    (source,) = histories()[0].sources
    found = [(reason.code, reason.skipped, reason.count, reason.example.key) for reason in source.reasons]
    assert found == [("bad_key", False, 2, "c"), ("no_type", False, 1, "b"), ("mobile", True, 4, "e")]


def test_a_source_is_as_dead_as_its_refresh(bare_partner):
    run = refresh(bare_partner, status="running", ended=None, holder="process 7")
    source_of(run, "lms_courses")
    source_of(run, "lms_organizations", status="running", seconds=None)
    (history,) = histories()
    assert [history.state.name] + [source.states[-1].name for source in history.sources] == [
        "interrupted",
        "completed",
        "interrupted",
    ]


def test_a_source_of_a_refresh_that_was_abandoned(bare_partner):
    source_of(refresh(bare_partner, timedelta(hours=1), status="abandoned"), status="running", seconds=None)
    source_of(refresh(bare_partner))
    (source,) = histories()[0].sources
    assert [state.name for state in source.states] == ["abandoned", "completed"]


def test_it_costs_the_same_however_much_there_is(bare_partner, django_assert_num_queries):
    def fill(partner, count):
        for _ in range(count):
            failures_of(source_of(refresh(partner), failed=1), "x")

    fill(bare_partner, 1)
    with django_assert_num_queries(5):
        histories()
    fill(bare_partner, 30)
    fill(PartnerFactory(), 3)
    with django_assert_num_queries(5):
        assert len(histories()) == 2
