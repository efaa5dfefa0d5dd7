"""Which course type and run types fit what a course and its runs sell.

The calculation works on plain values, so that a loader can judge thousands of courses without a query.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from course_discovery.apps.course_metadata.constants import EMPTY_TYPE


class RunTypeFacts(NamedTuple):
    """`seat_types` holds the seat type slug of each track; None for a track without seat, which no seats ever match."""

    id: int
    slug: str
    seat_types: frozenset[str | None]


class CourseTypeFacts(NamedTuple):
    """`run_types` are the run types that the course type allows, oldest first."""

    id: int
    slug: str
    entitlement_types: frozenset[str]
    run_types: tuple[RunTypeFacts, ...]


class RunFacts(NamedTuple):
    """A run of the course. `run_type` is None or `empty` while its type is unknown."""

    id: int
    key: str
    run_type: str | None
    seat_types: frozenset[str]


class CourseFacts(NamedTuple):
    """`runs` are ordered by key; `course_type` is None or `empty` while unknown."""

    id: int
    key: str
    course_type: str | None
    entitlement_modes: frozenset[str]
    runs: tuple[RunFacts, ...]


class TypeMatch(NamedTuple):
    """The type that fits. `run_types` holds, by run id, the type of each run whose own is unknown."""

    course_type: CourseTypeFacts
    run_types: Mapping[int, RunTypeFacts]
    course_type_is_new: bool

    @property
    def changes_anything(self) -> bool:
        return self.course_type_is_new or bool(self.run_types)


class TypeVerdict(NamedTuple):
    """`match` is None when no type fits; `notes` tell why candidates were passed over."""

    match: TypeMatch | None
    notes: tuple[str, ...]


def calculate_course_type(
    course: CourseFacts,
    course_types: Sequence[CourseTypeFacts],
    extra_run_types: Mapping[str, Sequence[RunTypeFacts]] | None = None,
) -> TypeVerdict:
    """Return the first of the course types, which come oldest first, that fits the course and every run of it.

    Types that are set are checked, never changed. `extra_run_types` allows further run types by course type slug,
    for courses whose history is known to mismatch.
    """
    notes: list[str] = []
    for course_type in course_types:
        match = _match(course, course_type, tuple((extra_run_types or {}).get(course_type.slug, ())), notes)
        if match is not None:
            return TypeVerdict(match, tuple(notes))
    return TypeVerdict(None, tuple(notes))


def _match(
    course: CourseFacts, course_type: CourseTypeFacts, extra: tuple[RunTypeFacts, ...], notes: list[str]
) -> TypeMatch | None:
    is_new = _is_unknown(course.course_type)
    if not is_new and course.course_type != course_type.slug:
        return None
    if course.entitlement_modes and course.entitlement_modes != course_type.entitlement_types:
        if not is_new:
            notes.append(
                f"Existing course type {course_type.slug} for {course.key} ({course.id}) "
                "doesn't match its own entitlements."
            )
        return None

    allowed = {run_type.slug: run_type for run_type in (*course_type.run_types, *extra)}
    found: dict[int, RunTypeFacts] = {}
    for run in course.runs:
        if _is_unknown(run.run_type):
            fitting = next((kind for kind in allowed.values() if kind.seat_types == run.seat_types), None)
            if fitting is None:
                return None
            found[run.id] = fitting
        elif run.run_type not in allowed:
            notes.append(
                f"Existing run type {run.run_type} for {run.key} ({run.id}) "
                f"doesn't match course type {course_type.slug}. Skipping type."
            )
            return None
        elif allowed[run.run_type].seat_types != run.seat_types:
            notes.append(f"Existing run type {run.run_type} for {run.key} ({run.id}) doesn't match its own seats.")
            return None
    return TypeMatch(course_type, found, is_new)


def _is_unknown(slug: str | None) -> bool:
    return slug is None or slug == EMPTY_TYPE
