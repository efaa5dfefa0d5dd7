"""Which types come nearest to what a course and its runs sell, where none fits exactly.

An LMS allows any modes together. Who sells honor and audit at once is better listed as one of them than not at all.
"""

from collections.abc import Collection, Sequence

from course_discovery.apps.course_metadata.constants import AUDIT, CREDIT, HONOR, PROFESSIONAL, VERIFIED
from course_discovery.apps.course_metadata.rules.course_type import (
    CourseFacts,
    CourseTypeFacts,
    RunTypeFacts,
    TypeMatch,
)

# From what is worth least to what is worth most to know of.
_WORTH = {slug: worth for worth, slug in enumerate((AUDIT, HONOR, VERIFIED, PROFESSIONAL, CREDIT), start=1)}


def nearest_run_type(seat_types: Collection[str], run_types: Sequence[RunTypeFacts]) -> RunTypeFacts | None:
    """Return the run type, of those given oldest first, that shares most with the seats and adds least to them.

    Of several the one whose best shared seat is worth most, then the oldest. None where nothing is shared.
    """
    sold = frozenset(seat_types)
    candidates = [kind for kind in run_types if kind.seat_types & sold]
    return max(
        candidates,
        key=lambda kind: (len(kind.seat_types & sold) - len(kind.seat_types - sold), _worth(kind.seat_types & sold)),
        default=None,
    )


def nearest_types(
    course: CourseFacts, course_types: Sequence[CourseTypeFacts], run_types: Sequence[RunTypeFacts]
) -> TypeMatch | None:
    """Return the nearest type of each run whose own is None, and the course type that allows most of all the runs.

    A course type that is not None stays. None where there is nothing to go by.
    """
    by_slug = {kind.slug: kind for kind in run_types}
    chosen: dict[int, RunTypeFacts] = {}
    settled: list[RunTypeFacts] = []
    for run in course.runs:
        kind = nearest_run_type(run.seat_types, run_types) if run.run_type is None else by_slug.get(run.run_type)
        if kind is not None:
            settled.append(kind)
            if run.run_type is None:
                chosen[run.id] = kind
    course_type = _allowing_most(settled, [kind for kind in course_types if course.course_type in (None, kind.slug)])
    return TypeMatch(course_type, chosen, course.course_type is None) if course_type else None


def _allowing_most(runs: Sequence[RunTypeFacts], course_types: Sequence[CourseTypeFacts]) -> CourseTypeFacts | None:
    def merit(course_type: CourseTypeFacts) -> tuple[int, int]:
        allowed = {kind.slug for kind in course_type.run_types}
        fitting = [kind for kind in runs if kind.slug in allowed]
        return len(fitting), max((_worth(kind.seat_types) for kind in fitting), default=0)

    return max(course_types, key=merit, default=None) if runs else None


def _worth(seat_types: Collection[str | None]) -> int:
    return max((_WORTH.get(slug or "", 0) for slug in seat_types), default=0)
