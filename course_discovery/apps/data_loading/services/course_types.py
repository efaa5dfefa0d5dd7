"""Giving chosen courses, and their runs, the types that fit what they sell."""

import logging
from collections.abc import Mapping, Sequence

from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.rules.course_type import (
    CourseFacts,
    RunTypeFacts,
    TypeMatch,
    calculate_course_type,
)
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.data_loading.loaders.course_types import (
    COURSES_A_BATCH,
    assign_types,
    reason_of,
    what_fits_nothing,
)
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.rest import data_version

logger = logging.getLogger(__name__)

# Run types that courses of a type may have besides those that it allows, by the slug of the course type.
ExtraRunTypes = Mapping[str, Sequence[RunTypeFacts]]


def backpopulate_types(
    course_pks: Sequence[int], reference: Reference, extra_run_types: ExtraRunTypes, commit: bool
) -> list[str]:
    """Fill in unknown types of course rows and their runs; return those that no type fits, as "key (id)" in order.

    Types that are known are checked and never changed. Without `commit` nothing is written. Each row of a draft pair
    is judged by itself.
    """
    failed: list[str] = []
    for start in range(0, len(course_pks), COURSES_A_BATCH):
        failed += _backpopulate(course_pks[start : start + COURSES_A_BATCH], reference, extra_run_types, commit)
    if commit:
        data_version.bump()
    return sorted(failed)


def _backpopulate(pks: Sequence[int], reference: Reference, extra_run_types: ExtraRunTypes, commit: bool) -> list[str]:
    judge = _Judge(extra_run_types)
    try:
        with transaction.atomic():
            outcome = assign_types(pks, reference, judge)
            if commit:
                for model, touched in outcome.touched.items():
                    catalogue_changed.send(sender=model, model=model, pks=frozenset(touched))
            else:
                transaction.set_rollback(True)
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError:
        # One of them is at fault: halves tell which.
        if len(pks) > 1:
            middle = len(pks) // 2
            return [
                label
                for half in (pks[:middle], pks[middle:])
                for label in _backpopulate(half, reference, extra_run_types, commit)
            ]
        course = Course.everything.get(pk=pks[0])
        label = f"{course.key} ({course.pk})"
        logger.exception("Could not convert course %s to type %s", label, judge.matched.get(course.pk))
        return [label]
    return judge.failed


class _Judge:
    """Remembers what it has found."""

    def __init__(self, extra_run_types: ExtraRunTypes) -> None:
        self._extra_run_types = extra_run_types
        self.failed: list[str] = []
        # Slugs of course types by primary key of the course.
        self.matched: dict[int, str] = {}

    def __call__(self, course: CourseFacts, reference: Reference) -> tuple[TypeMatch | None, str]:
        verdict = calculate_course_type(course, reference.course_types, self._extra_run_types)
        label = f"{course.key} ({course.id})"
        for note in verdict.notes:
            logger.info(note)
        if verdict.match is None:
            self.failed.append(label)
            return None, reason_of(verdict) or what_fits_nothing(course)
        self.matched[course.id] = verdict.match.course_type.slug
        if verdict.match.changes_anything:
            logger.info("Course %s matched type %s", label, verdict.match.course_type.slug)
        return verdict.match, ""
