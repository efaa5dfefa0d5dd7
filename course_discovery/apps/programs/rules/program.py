"""What follows for a program from its courses and their runs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from course_discovery.apps.course_metadata.rules.course import EARLIEST
from course_discovery.apps.programs.choices import ProgramStatus

LATEST = datetime.max.replace(tzinfo=UTC)

T = TypeVar("T")
ValueT = TypeVar("ValueT", int, datetime)


class RunDates(NamedTuple):
    start: datetime | None
    enrollment_start: datetime | None


def is_marketable(status: str, marketing_slug: str | None) -> bool:
    """Tell whether the program is on offer: it is active and has a page."""
    return status == ProgramStatus.Active and bool(marketing_slug)


def known_min(values: Iterable[ValueT | None]) -> ValueT | None:
    return min((value for value in values if value is not None), default=None)


def known_max(values: Iterable[ValueT | None]) -> ValueT | None:
    return max((value for value in values if value is not None), default=None)


def by_start(courses: Iterable[tuple[T, Sequence[RunDates]]]) -> list[T]:
    """Return the courses by the start of their first run, those whose start is unknown last.

    Of courses that start together, those whose enrollment opens first come first; an unknown opening counts as long
    past. The rest keep the order given.
    """

    def first_dates(course: tuple[T, Sequence[RunDates]]) -> tuple[datetime, datetime]:
        runs = course[1]
        return (
            min((run.start or LATEST for run in runs), default=LATEST),
            min((run.enrollment_start or EARLIEST for run in runs), default=EARLIEST),
        )

    return [course for course, _runs in sorted(courses, key=first_dates)]


def ranked_subjects(subjects_of_courses: Sequence[Sequence[T]]) -> list[T]:
    """Return each subject once: the one that is first for most courses, then the others by how many courses have them.

    Equals stand in the order in which they appear.
    """
    # A Counter keeps the order of first appearance among equals.
    primary = Counter(subjects[0] for subjects in subjects_of_courses if subjects).most_common(1)
    frequency = Counter(subject for subjects in subjects_of_courses for subject in subjects)
    first = [subject for subject, _count in primary]
    return first + [subject for subject, _count in frequency.most_common() if subject not in first]


def with_first(override: T | None, items: Sequence[T]) -> list[T]:
    """Return the items with the override before them, and nowhere else."""
    return list(items) if override is None else [override, *(item for item in items if item != override)]


def distinct_by_code(tags: Iterable[Any]) -> list[Any]:
    """Return each language once, by its `code`, sorted by it."""
    return [tag for _code, tag in sorted({tag.code: tag for tag in tags}.items())]
