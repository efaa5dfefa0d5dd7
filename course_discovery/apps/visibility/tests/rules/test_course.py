from course_discovery.apps.visibility.rules import course as rules
from course_discovery.apps.visibility.rules.course import CourseFacts
from course_discovery.apps.visibility.rules.document import IndexedFacts
from course_discovery.apps.visibility.rules.rows import Pair
from course_discovery.apps.visibility.tests.rules.test_course_run import SHOWN

COURSE = CourseFacts("X+1", Pair(has_official=True), "edx", "edx", "verified-audit", (), (SHOWN,))
INDEXED = IndexedFacts("fresh", (), "edx")


def hidden_by(course):
    return {place.name: place.hidden_by for place in rules.places(course, INDEXED)}


def test_places():
    assert hidden_by(COURSE) == {"list": [], "runs": [], "search": []}
    assert hidden_by(COURSE._replace(runs=())) == {"list": [], "runs": ["runs"], "search": []}
    retired = COURSE._replace(retired_types=("verified-audit",))
    assert hidden_by(retired) == {"list": ["retired_type"], "runs": ["retired_type"], "search": []}


def test_one_run_will_do():
    verdict = rules.runs_on_offer(COURSE._replace(runs=(SHOWN._replace(status="reviewed"), SHOWN)))
    assert (verdict.shown, verdict.value) == (True, 1)


def test_what_keeps_the_runs_from_being_on_offer_is_named():
    verdict = rules.runs_on_offer(COURSE._replace(runs=(SHOWN._replace(status="reviewed", seat_types=()),)))
    assert (verdict.shown, verdict.value) == (False, 0)
    assert "course-v1:X+1+1 (status, seats)" in verdict.reason


def test_of_many_runs_some_are_named():
    runs = tuple(SHOWN._replace(key=f"run-{number}", hidden=True) for number in range(7))
    reason = rules.runs_shown(COURSE._replace(runs=runs)).reason
    assert "run-4 (hidden), ..." in reason
    assert "run-5" not in reason


def test_a_course_without_runs():
    assert "no runs" in rules.runs_on_sale(COURSE._replace(runs=())).reason


def test_the_feed_wants_a_paid_seat():
    assert rules.runs_for_affiliates(COURSE).shown
    assert not rules.runs_for_affiliates(COURSE._replace(runs=(SHOWN._replace(seat_types=("audit",)),))).shown
