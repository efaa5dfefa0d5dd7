import pytest

from course_discovery.apps.visibility.rules import catalog as rules
from course_discovery.apps.visibility.rules.catalog import Match
from course_discovery.apps.visibility.tests.rules.test_course import COURSE
from course_discovery.apps.visibility.tests.rules.test_course_run import DAY, NOW, SHOWN

HOLDS = Match("*", True)


@pytest.mark.parametrize(
    ("match", "shown", "words"),
    [
        (Match("*", True), True, "matches"),
        (Match("org:X", False), False, "does not match"),
        (Match("title:(", None, is_valid=False), False, "does not parse"),
        (Match("*", None), None, "does not answer"),
        (Match(" ", False), False, "write one"),
    ],
)
def test_queries(match, shown, words):
    verdict = rules.query(match)
    assert verdict.shown is shown
    assert words in verdict.reason


def shown(places):
    return {place.name: place.shown for place in places}


def test_archived_courses_are_shown_by_catalogs_that_include_them():
    over = SHOWN._replace(end=NOW - DAY)
    course = COURSE._replace(runs=(over,))
    archive, offers = ({"courses": outcome, "csv": False, "affiliate_feed": False} for outcome in (True, False))
    assert shown(rules.course_places(1, True, HOLDS, course)) == archive
    assert shown(rules.course_places(1, False, HOLDS, course)) == offers
    assert shown(rules.course_run_places(1, True, HOLDS, over, course)) == archive
    assert shown(rules.course_run_places(1, False, HOLDS, over, course)) == offers


def test_files_list_runs_whose_enrollment_is_to_begin():
    coming = SHOWN._replace(enrollment_start=NOW + DAY)
    places = shown(rules.course_run_places(1, False, HOLDS, coming, COURSE))
    assert places == {"courses": False, "csv": True, "affiliate_feed": True}


def test_courses_of_other_platforms_are_shown_with_a_warning():
    (courses, _csv, _feed) = rules.course_places(1, False, HOLDS, COURSE._replace(type_slug="bootcamp-2u"))
    assert courses.shown
    assert "approved API access" in courses.verdicts[-1].reason
    assert courses.verdicts[-1].warning
