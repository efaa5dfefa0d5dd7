"""Where a course appears, and why."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from course_discovery.apps.course_metadata.constants import EXTERNAL_COURSE_TYPES
from course_discovery.apps.visibility.rules import course_run, document, rows
from course_discovery.apps.visibility.rules.course_run import RunFacts
from course_discovery.apps.visibility.rules.document import IndexedFacts
from course_discovery.apps.visibility.rules.rows import Pair
from course_discovery.apps.visibility.rules.verdict import Place, Verdict, all_shown

# So many runs are named when none of them will do.
EXAMPLES = 5


class CourseFacts(NamedTuple):
    """What decides about a course; `runs` are those of the row that is asked. See RunFacts."""

    key: str
    pair: Pair
    partner: str | None
    asked: str | None
    type_slug: str | None
    retired_types: Collection[str]
    runs: tuple[RunFacts, ...]


def in_use(course: CourseFacts) -> Verdict:
    return rows.type_in_use(course.type_slug, course.retired_types, "RETIRED_COURSE_TYPES")


def of_the_platform(course: CourseFacts) -> Verdict:
    """No rule of the catalog itself: some callers are not shown courses of other platforms."""
    if course.type_slug not in EXTERNAL_COURSE_TYPES:
        return Verdict("external", True, course.type_slug, "It is a course of the platform itself.")
    reason = "Another platform runs it: callers with an approved API access request are not shown it."
    return Verdict("external", True, course.type_slug, reason, warning=True)


def runs_on_offer(course: CourseFacts) -> Verdict:
    """A catalog without archived courses holds the course while one of its runs can be taken."""
    return _some_run(course.runs, course_run.on_offer, "can be taken now")


def runs_on_sale(course: CourseFacts) -> Verdict:
    """Files and feeds list runs; the course is there while one of them is."""
    return _some_run(course.runs, course_run.on_sale, "is on sale")


def runs_for_affiliates(course: CourseFacts) -> Verdict:
    return _some_run(course.runs, lambda run: (*course_run.on_sale(run), course_run.affiliate_seats(run)), "is sold")


def runs_shown(course: CourseFacts) -> Verdict:
    return _some_run(course.runs, course_run.in_course, "is shown")


def places(course: CourseFacts, indexed: IndexedFacts) -> list[Place]:
    in_list = (rows.official(course.pair), rows.partner(course.partner, course.asked), in_use(course))
    return [
        Place("list", "/api/v1/courses/", in_list),
        Place("runs", "/api/v1/courses/: course_runs", (*in_list, runs_shown(course))),
        document.place(indexed, course.asked, "search", "/api/v1/search/all/"),
    ]


def _some_run(runs: Iterable[RunFacts], asked_of: Callable[[RunFacts], tuple[Verdict, ...]], what_for: str) -> Verdict:
    against: list[str] = []
    number = 0
    for run in runs:
        verdicts = asked_of(run)
        if all_shown(verdicts) is not False:
            number += 1
        else:
            rules = ", ".join(dict.fromkeys(verdict.rule for verdict in verdicts if verdict.shown is False))
            against.append(f"{run.key} ({rules})")
    if number:
        return Verdict("runs", True, number, f"Of its runs, {number} {what_for}.")
    if not against:
        return Verdict("runs", False, 0, "It has no runs: load them from the platform, or make one.")
    more = ", ..." if len(against) > EXAMPLES else ""
    named = ", ".join(against[:EXAMPLES])
    return Verdict("runs", False, 0, f"No run {what_for}. What keeps them from it: {named}{more}.")
