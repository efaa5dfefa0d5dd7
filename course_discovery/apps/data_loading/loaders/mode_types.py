"""Types that follow the modes of an LMS: where it says what is sold, every run has the type that is nearest to it."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from course_discovery.apps.course_metadata.constants import EMPTY_TYPE
from course_discovery.apps.course_metadata.models import Seat
from course_discovery.apps.course_metadata.rules.course_type import (
    CourseFacts,
    RunFacts,
    TypeMatch,
    calculate_course_type,
)
from course_discovery.apps.data_loading.loaders.course_types import COURSES_A_BATCH, reason_of, what_fits_nothing
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.rules.nearest_type import nearest_types


def courses_whose_modes_differ(reference: Reference) -> Iterator[list[int]]:
    """Yield batches of the course rows, drafts too, that sell other seats than their type and those of their runs say.

    Types that Publisher owns count as right.
    """
    rows = (
        Seat.everything.filter(course_run__course__partner=reference.partner)
        .order_by("course_run__course_id", "course_run_id")
        .values_list(
            "course_run__course_id", "course_run__course__type_id", "course_run_id", "course_run__type_id", "type_id"
        )
    )
    pks: list[int] = []
    for (course_pk, course_type_pk), of_course in groupby(rows.iterator(), key=itemgetter(0, 1)):
        course_type = reference.course_type(course_type_pk)
        slug = course_type.slug if course_type else EMPTY_TYPE
        runs = []
        for (run_pk, type_pk), seats in groupby(of_course, key=itemgetter(2, 3)):
            kind = reference.run_type(type_pk)
            sold = frozenset(str(seat[4]) for seat in seats)
            runs.append(RunFacts(run_pk, "", kind.slug if kind else None, sold))
        if slug == EMPTY_TYPE or any(_differs(run, slug, reference) for run in runs):
            pks.append(course_pk)
    for start in range(0, len(pks), COURSES_A_BATCH):
        yield pks[start : start + COURSES_A_BATCH]


def type_by_modes(course: CourseFacts, reference: Reference) -> tuple[TypeMatch | None, str]:
    """Return what the course and its runs are to be, and what speaks against it.

    First the course keeps its type, then it takes another one; where none fits exactly the nearest is taken.
    """
    own_type = course.course_type
    runs = tuple(run._replace(run_type=None) if _differs(run, own_type, reference) else run for run in course.runs)
    loose = course._replace(runs=runs)
    verdict = calculate_course_type(loose, reference.course_types)
    if verdict.match is not None:
        return verdict.match, ""
    if reference.may_retype(own_type, own_type):
        loose = loose._replace(course_type=None)
        verdict = calculate_course_type(loose, reference.course_types)
        if verdict.match is not None:
            return verdict.match, ""
    # Nothing has to be said of runs that sell nothing: they have drafts or editors to wait for.
    nearest = nearest_types(loose, reference.course_types, reference.run_types)
    return nearest, reason_of(verdict) or what_fits_nothing(course)


def _differs(run: RunFacts, course_type: str | None, reference: Reference) -> bool:
    """Tell whether a run sells something else than its type says, and may have another one."""
    kind = next((each for each in reference.run_types if each.slug == run.run_type), None)
    if not run.seat_types or (kind is not None and kind.seat_types == run.seat_types):
        return False
    return reference.may_retype(course_type, run.run_type)
