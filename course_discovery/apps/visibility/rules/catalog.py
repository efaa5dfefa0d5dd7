"""Whether a catalog shows an object, and why."""

from typing import NamedTuple

from course_discovery.apps.visibility.rules import course as courses
from course_discovery.apps.visibility.rules import course_run as course_runs
from course_discovery.apps.visibility.rules import program as programs
from course_discovery.apps.visibility.rules import rows
from course_discovery.apps.visibility.rules.course import CourseFacts
from course_discovery.apps.visibility.rules.course_run import RunFacts
from course_discovery.apps.visibility.rules.program import ProgramFacts
from course_discovery.apps.visibility.rules.verdict import Place, Verdict


class Match(NamedTuple):
    """What the engine says of a catalog's query and the object.

    `matches` is None when that is not known: because the query does not parse (`is_valid` is False then) or because the
    engine does not answer.
    """

    query: str
    matches: bool | None
    is_valid: bool = True


def query(match: Match) -> Verdict:
    if not match.query.strip():
        return Verdict("query", False, "", "The catalog has no query for programs: write one in admin.")
    if not match.is_valid:
        return Verdict(
            "query", False, match.query, "The query does not parse, so that the catalog holds nothing: mend it."
        )
    if match.matches is None:
        return Verdict("query", None, match.query, "The search engine does not answer: see `/health/ready/`.")
    if match.matches:
        return Verdict("query", True, match.query, "It matches the catalog's query.")
    reason = "It does not match the catalog's query: change the query or, where the index is behind, see to the index."
    return Verdict("query", False, match.query, reason)


def course_places(pk: int, include_archived: bool, match: Match, course: CourseFacts) -> list[Place]:
    held = (rows.official(course.pair), query(match))
    offered = archived_too() if include_archived else courses.runs_on_offer(course)
    approved = courses.of_the_platform(course)
    return [
        Place("courses", f"/api/v1/catalogs/{pk}/courses/", (*held, offered, approved)),
        Place("csv", f"/api/v1/catalogs/{pk}/csv/", (*held, courses.runs_on_sale(course))),
        Place("affiliate_feed", _feed(pk), (*held, courses.runs_for_affiliates(course), approved)),
    ]


def course_run_places(pk: int, include_archived: bool, match: Match, run: RunFacts, course: CourseFacts) -> list[Place]:
    """`match` is that of the run's course: a catalog selects courses, with their runs."""
    held = (rows.official(run.pair), query(match))
    offered = (archived_too(),) if include_archived else course_runs.on_offer(run)[1:]
    everybody = course_runs.for_everybody(run)
    on_sale = course_runs.on_sale(run)[1:]
    approved = courses.of_the_platform(course)
    return [
        Place("courses", f"/api/v1/catalogs/{pk}/courses/", (*held, *offered, everybody, approved)),
        Place("csv", f"/api/v1/catalogs/{pk}/csv/", (*held, *on_sale)),
        Place("affiliate_feed", _feed(pk), (*held, *on_sale, course_runs.affiliate_seats(run), approved)),
    ]


def program_places(pk: int, match: Match, program: ProgramFacts) -> list[Place]:
    verdicts = (query(match), programs.active(program), programs.page(program), programs.type_in_feeds(program))
    return [Place("affiliate_feed", f"/api/v1/partners/affiliate_window/programs/catalogs/{pk}/", verdicts)]


def archived_too() -> Verdict:
    return Verdict("include_archived", True, True, "The catalog shows courses and runs that cannot be taken now, too.")


def _feed(pk: int) -> str:
    return f"/api/v1/partners/affiliate_window/catalogs/{pk}/"
