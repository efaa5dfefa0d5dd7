"""Drafts of what is official only, such as courses that were loaded from a platform."""

from typing import Any, TypeVar

from django.db import transaction

from course_discovery.apps.course_metadata.models import Course, CourseEditor, CourseRun, RestrictedCourseRun
from course_discovery.apps.course_metadata.models.drafts import DraftPair
from course_discovery.apps.course_metadata.services.entitlements import create_missing_entitlement
from course_discovery.apps.course_metadata.services.row_copies import copied

PairT = TypeVar("PairT", bound=DraftPair)


@transaction.atomic
def ensure_draft_world(row: Any) -> Any:
    """Return the draft of a course or run, made with the drafts of all that belongs to the course if need be.

    Draft and official rows share their slugs: the draft course resolves the official row's. Editors move to the draft.
    """
    if isinstance(row, Course):
        return row if row.draft else _draft_course(row)
    if isinstance(row, CourseRun):
        if row.draft:
            return row
        draft_course = _draft_course(row.course)
        draft = CourseRun.everything.filter(_official_version=row.pk).first()
        # A run may be newer than the draft of its course.
        return draft or _draft_run(row, draft_course)
    raise TypeError("Ensure draft world only accepts Courses and Course Runs.")


def _draft_course(official: Course) -> Course:
    # Two editors at once must not both make a draft.
    locked = Course.everything.select_for_update().get(pk=official.pk)
    if locked.draft_version_id is not None:
        return Course.everything.get(pk=locked.draft_version_id)
    draft = _drafted(official, canonical_course_run=None)
    CourseEditor.objects.filter(course=official).update(course=draft)
    for run in official.course_runs.prefetch_related("seats"):
        draft_run = _draft_run(run, draft)
        if run.pk == official.canonical_course_run_id:
            draft.canonical_course_run = draft_run
            draft.save(update_fields=["canonical_course_run"])
    entitlements = list(official.entitlements.all())
    for entitlement in entitlements:
        _drafted(entitlement, course=draft)
    if not entitlements:
        create_missing_entitlement(draft)
    return draft


def _draft_run(official: CourseRun, draft_course: Course) -> CourseRun:
    draft = _drafted(official, course=draft_course)
    for seat in official.seats.all():
        _drafted(seat, course_run=draft)
    restriction = RestrictedCourseRun.everything.filter(course_run=official).first()
    if restriction is not None:
        _drafted(restriction, course_run=draft)
    return draft


def _drafted(official: PairT, **overrides: Any) -> PairT:
    draft = copied(official, draft=True, **overrides)
    official.draft_version = draft
    official.save(update_fields=["draft_version"])
    return draft
