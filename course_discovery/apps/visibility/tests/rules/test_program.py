import pytest

from course_discovery.apps.visibility.rules import catalog, membership
from course_discovery.apps.visibility.rules import program as rules
from course_discovery.apps.visibility.rules.catalog import Match
from course_discovery.apps.visibility.rules.document import IndexedFacts
from course_discovery.apps.visibility.rules.program import ProgramFacts
from course_discovery.apps.visibility.tests.rules.test_course import COURSE
from course_discovery.apps.visibility.tests.rules.test_course_run import SHOWN

PROGRAM = ProgramFacts("active", False, "x/y", "xseries", "edx", "edx", courses=2, untyped_runs=())
INDEXED = IndexedFacts("fresh", (), "edx", published=True, hidden=False, status="active")


def hidden_by(program):
    return {place.name: place.hidden_by for place in rules.places(program, INDEXED) if place.hidden_by}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {}),
        ({"status": "retired"}, {"marketable": ["status"]}),
        ({"status": "unpublished"}, {"marketable": ["status"], "platforms": ["status"]}),
        ({"hidden": True}, {"unhidden": ["hidden"]}),
        ({"marketing_slug": ""}, {"marketable": ["marketing_slug"]}),
        ({"partner": None}, {name: ["partner"] for name in ("list", "marketable", "unhidden", "platforms")}),
    ],
)
def test_what_hides_a_program_where(values, expected):
    assert hidden_by(PROGRAM._replace(**values)) == expected


def test_runs_without_a_type_are_a_warning():
    verdict = rules.typed_runs(PROGRAM._replace(untyped_runs=("a", "b")))
    assert (verdict.shown, verdict.value, verdict.warning) == (True, 2, True)
    assert "never completed" in verdict.reason
    assert "a, b" in verdict.reason
    assert rules.typed_runs(PROGRAM) == rules.Verdict("typed_runs", True, 0, "Every run of its courses has a type.")
    assert [rules.with_courses(PROGRAM._replace(courses=number)).warning for number in (0, 1)] == [True, False]


@pytest.mark.parametrize(("type_slug", "shown"), [("xseries", True), (None, True), ("masters", False)])
def test_feeds_of_catalogs(type_slug, shown):
    (place,) = catalog.program_places(7, Match("*", True), PROGRAM._replace(type_slug=type_slug))
    assert place.shown is shown
    assert place.address == "/api/v1/partners/affiliate_window/programs/catalogs/7/"


def test_courses_and_runs_of_programs():
    assert membership.course_in_program("retired", "edx", COURSE).shown
    assert membership.course_in_program("deleted", "acme", COURSE).hidden_by == ["partner", "status"]
    assert membership.run_in_program("active", "edx", False, SHOWN).shown
    restricted = SHOWN._replace(restriction_type="custom-b2c")
    assert membership.run_in_program("active", "edx", True, restricted).hidden_by == ["excluded", "restriction"]
