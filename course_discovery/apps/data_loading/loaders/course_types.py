"""Finding out what kind of course a course is, from what it and its runs sell."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from django.db.models import Q

from course_discovery.apps.course_metadata.constants import EMPTY_TYPE
from course_discovery.apps.course_metadata.models import Course, CourseEntitlement, CourseRun, Seat
from course_discovery.apps.course_metadata.rules.course_type import (
    CourseFacts,
    RunFacts,
    TypeMatch,
    TypeVerdict,
    calculate_course_type,
)
from course_discovery.apps.data_loading.loaders.bulk import update_rows
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.outcome import Outcome

COURSES_A_BATCH = 200
# Says what a course and its runs are to be, and what speaks against it.
Judge = Callable[[CourseFacts, Reference], tuple[TypeMatch | None, str]]


def courses_without_type(reference: Reference) -> Iterator[list[int]]:
    """Yield batches of the course rows, drafts too, that sell something and lack their own type or that of a run."""
    sold = Seat.everything.filter(course_run__course__partner=reference.partner).filter(
        Q(course_run__course__type__slug=EMPTY_TYPE) | Q(course_run__type__slug=EMPTY_TYPE)
    )
    pks = sorted(set(sold.order_by().values_list("course_run__course", flat=True)))
    for start in range(0, len(pks), COURSES_A_BATCH):
        yield pks[start : start + COURSES_A_BATCH]


def type_by_products(course: CourseFacts, reference: Reference) -> tuple[TypeMatch | None, str]:
    """Return the first type that fits all the course sells, or None and why none does.

    All of a course gets its type or nothing of it does; types that are set are checked and never changed.
    """
    verdict = calculate_course_type(course, reference.course_types)
    return verdict.match, "" if verdict.match else reason_of(verdict) or what_fits_nothing(course)


def assign_types(course_pks: Sequence[int], reference: Reference, judge: Judge = type_by_products) -> Outcome:
    """Give courses and their runs the types that they have by `judge`, and report what it says against them."""
    outcome = Outcome()
    courses = {
        course.pk: course for course in Course.everything.filter(pk__in=course_pks).only("key", "draft", "type_id")
    }
    mine = CourseRun.everything.filter(course__in=course_pks)
    runs = {run.pk: run for run in mine.only("key", "draft", "type_id", "course_id")}
    facts = _facts(courses, runs, reference)
    for course_facts in facts:
        course = courses[course_facts.id]
        match, reason = judge(course_facts, reference)
        changed_here = match is not None and _apply(match, course, runs)
        if changed_here:
            outcome.touch(Course, [course.pk])
            outcome.touch(CourseRun, [run.id for run in course_facts.runs])
        if reason:
            outcome.fail(
                course.key, "no_type", f"Calculating course type failure occurred for [{course.key}]. {reason}"
            )
        elif changed_here:
            outcome.updated += 1
        else:
            outcome.unchanged += 1
    changed = update_rows(Course, courses.values(), outcome)
    changed_runs = update_rows(CourseRun, runs.values(), outcome)
    stamp_courses({row.pk for row in changed if row.draft} | {run.course_id for run in changed_runs if run.draft})
    return outcome


def _apply(match: TypeMatch, course: Course, runs: Mapping[int, CourseRun]) -> bool:
    """Set the types of a match; tell whether that changes any."""
    changes: list[tuple[Course | CourseRun, int]] = [(runs[pk], kind.id) for pk, kind in match.run_types.items()]
    if match.course_type_is_new:
        changes.append((course, match.course_type.id))
    changes = [(row, type_pk) for row, type_pk in changes if row.type_id != type_pk]
    for row, type_pk in changes:
        row.type_id = type_pk
    return bool(changes)


def reason_of(verdict: TypeVerdict) -> str:
    return " ".join(dict.fromkeys(verdict.notes))


def what_fits_nothing(course: CourseFacts) -> str:
    entitlement = ", ".join(sorted(course.entitlement_modes)) or "none"
    runs = sorted({" + ".join(sorted(run.seat_types)) or "nothing" for run in course.runs})
    return f"No course type fits: entitlement {entitlement}, runs that sell {', '.join(runs)}."


def _facts(courses: dict[int, Course], runs: dict[int, CourseRun], reference: Reference) -> list[CourseFacts]:
    seat_types: dict[int, set[str]] = defaultdict(set)
    for run_pk, seat_type in Seat.everything.filter(course_run__in=runs).values_list("course_run", "type_id"):
        seat_types[run_pk].add(str(seat_type))
    modes: dict[int, set[str]] = defaultdict(set)
    for course_pk, mode in CourseEntitlement.everything.filter(course__in=courses).values_list("course", "mode__slug"):
        modes[course_pk].add(mode)
    runs_of: dict[int, list[RunFacts]] = defaultdict(list)
    for run in sorted(runs.values(), key=lambda each: each.key):
        run_type = reference.run_type(run.type_id)
        runs_of[run.course_id].append(
            RunFacts(run.pk, run.key, run_type.slug if run_type else None, frozenset(seat_types[run.pk]))
        )
    facts = []
    for pk in sorted(courses):
        course_type = reference.course_type(courses[pk].type_id)
        facts.append(
            CourseFacts(
                pk,
                courses[pk].key,
                course_type.slug if course_type else None,
                frozenset(modes[pk]),
                tuple(runs_of[pk]),
            )
        )
    return facts
