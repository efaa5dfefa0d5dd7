from datetime import UTC, datetime, timedelta

import pytest

from course_discovery.apps.visibility.rules import course_run as rules
from course_discovery.apps.visibility.rules import rows
from course_discovery.apps.visibility.rules.course_run import RunFacts
from course_discovery.apps.visibility.rules.document import IndexedFacts
from course_discovery.apps.visibility.rules.rows import Pair
from course_discovery.apps.visibility.rules.verdict import all_shown

NOW = datetime(2026, 6, 15, tzinfo=UTC)
DAY = timedelta(days=1)
SHOWN = RunFacts(
    key="course-v1:X+1+1",
    pair=Pair(has_official=True),
    partner="edx",
    asked="edx",
    status="published",
    hidden=False,
    restriction_type=None,
    type_slug="verified-audit",
    type_is_marketable=True,
    retired_types=(),
    seat_types=("audit", "verified"),
    slug="x-1",
    marketing_url="https://www.example.org/course/x-1",
    end=NOW + DAY,
    enrollment_start=NOW - DAY,
    enrollment_end=NOW + DAY,
    now=NOW,
)
INDEXED = IndexedFacts("fresh", (), "edx", published=True, hidden=False)
IN_USE = rows.type_in_use("verified-audit", (), "RETIRED_COURSE_TYPES")


def places(run, indexed=INDEXED):
    return {place.name: place for place in rules.places(run, IN_USE, indexed)}


def hidden_by(run):
    return {name: place.hidden_by for name, place in places(run).items() if place.hidden_by}


def test_a_run_that_nothing_is_against_is_shown_everywhere():
    assert {place.shown for place in places(SHOWN).values()} == {True}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"status": "reviewed"}, {"marketable": ["status"], "marketing": ["status"]}),
        ({"hidden": True}, {"unhidden": ["hidden"], "course": ["hidden"]}),
        ({"seat_types": ()}, {"marketable": ["seats"], "marketing": ["seats"]}),
        ({"slug": "", "marketing_url": None}, {"marketable": ["slug"], "marketing": ["marketing_url"]}),
        ({"end": NOW}, {"active": ["end"]}),
        ({"enrollment_end": NOW}, {"active": ["enrollment_end"]}),
        ({"enrollment_start": NOW + DAY}, {}),
        ({"type_slug": None, "type_is_marketable": None}, {"marketing": ["type"]}),
        ({"type_is_marketable": False}, {"marketable": ["type"], "marketing": ["type"]}),
        ({"key": "X/1/1"}, {"marketing": ["key"]}),
        (
            {"restriction_type": "custom-b2c"},
            {name: ["restriction"] for name in ("list", "marketable", "active", "unhidden", "course")},
        ),
        (
            {"retired_types": ("verified-audit",)},
            {name: ["retired_type"] for name in ("list", "marketable", "active", "unhidden")},
        ),
    ],
)
def test_what_hides_a_run_where(values, expected):
    assert hidden_by(SHOWN._replace(**values)) == expected


@pytest.mark.parametrize(
    ("verdict", "shown", "value"),
    [
        (rules.published(SHOWN._replace(status="review_by_legal")), False, "review_by_legal"),
        (rules.not_hidden(SHOWN), True, False),
        (rules.for_everybody(SHOWN._replace(restriction_type="custom-b2c")), False, "custom-b2c"),
        (rules.listed_type(SHOWN._replace(type_slug=None, type_is_marketable=None)), True, None),
        (rules.marketable_type(SHOWN._replace(type_slug=None, type_is_marketable=None)), False, None),
        (rules.seats(SHOWN), True, "audit, verified"),
        (rules.seats(SHOWN._replace(seat_types=())), False, None),
        (rules.affiliate_seats(SHOWN), True, "audit, verified"),
        (rules.affiliate_seats(SHOWN._replace(seat_types=("audit", "honor"))), False, "audit, honor"),
        (rules.not_over(SHOWN._replace(end=NOW - DAY)), False, "2026-06-14T00:00:00+00:00"),
        (rules.not_over(SHOWN._replace(end=None)), True, None),
        (rules.enrollment_begun(SHOWN._replace(enrollment_start=NOW + DAY)), False, "2026-06-16T00:00:00+00:00"),
    ],
)
def test_verdicts_tell_what_decided(verdict, shown, value):
    assert (verdict.shown, verdict.value) == (shown, value)


@pytest.mark.parametrize(
    ("status", "words"),
    [("review_by_internal", "reviewers decide"), ("reviewed", "go-live date"), ("unpublished", "submit it for review")],
)
def test_what_to_do_about_a_status(status, words):
    assert words in rules.published(SHOWN._replace(status=status)).reason


def test_what_is_on_offer_can_be_taken_now_but_may_be_restricted():
    assert all_shown(rules.on_offer(SHOWN._replace(restriction_type="custom-b2c", hidden=True)))
    assert all_shown(rules.on_offer(SHOWN._replace(enrollment_start=NOW + DAY))) is False
    assert all_shown(rules.on_offer(SHOWN._replace(pair=Pair(has_official=False, has_draft=True)))) is False
