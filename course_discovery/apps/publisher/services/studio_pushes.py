"""Having Studio told of new and changed runs."""

import logging
from collections.abc import Iterable
from typing import Any

from course_discovery.apps.core.models import User
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.publisher.choices import OutboundSystem
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.rules.studio import is_studio_key, told_fields
from course_discovery.apps.publisher.services.outbox import enqueue

logger = logging.getLogger(__name__)

NEW_RUN = "new_run"
RUN = "run"
IMAGE = "image"
END_DATES = "end_dates"

_ENROLLMENT = frozenset({"enrollment_start", "enrollment_end"})
_NO_STUDIO = "Not pushing course run info for %s to Studio as partner %s has no studio_url set."
_NO_STUDIO_FOR_IMAGE = "Not updating course run image for %s to Studio as partner %s has no studio_url set."


def push_new_run(run: CourseRun, source: CourseRun | None, requested_by: User | None) -> None:
    """Have Studio make a draft run, with the content of the run `source` if there is one.

    Whoever asked for it joins the editors of the course in the team of the run.
    """
    if not _has_studio(run, _NO_STUDIO):
        return
    details = {
        "source": source.key if source else None,
        "requested_by": requested_by.username if requested_by else None,
    }
    pushes = [_push(run, NEW_RUN, details)]
    if run.enrollment_start or run.enrollment_end:
        # A run is made without them, and Studio's none would come back as the truth.
        pushes.append(_push(run, RUN))
    if _has_image(run):
        pushes.append(_push(run, IMAGE))
    enqueue(pushes)


def push_run(run: CourseRun, changed: Iterable[str]) -> None:
    """Have Studio told of a draft run if it is told any of the columns that changed."""
    told = told_fields(run.course.is_external_course) & set(changed)
    if not told or not _has_studio(run, _NO_STUDIO):
        return
    clears = told & _ENROLLMENT and not (run.enrollment_start or run.enrollment_end)
    enqueue([_push(run, RUN, {"clears_enrollment": True} if clears else None)])


def push_course(course: Course, has_other_title: bool, has_other_image: bool) -> None:
    """Have Studio told what changed of a row of a course, by those of its runs that are not over.

    Published runs show the official row, the others the draft. A course without a draft is not edited here.
    """
    if not course.draft and course.draft_version_id is None:
        return
    pushes = []
    for run in course.course_runs.all():
        run.course = course
        if (run.status == CourseRunStatus.Published) == course.draft or not run.is_active_by_dates:
            continue
        if has_other_title and not run.title_override and _has_studio(run, _NO_STUDIO):
            pushes.append(_push(run, RUN))
        if has_other_image and _has_studio(run, _NO_STUDIO_FOR_IMAGE) and _has_image(run):
            pushes.append(_push(run, IMAGE))
    enqueue(pushes)


def push_end_dates(run: CourseRun) -> None:
    """Have Studio told when a run and its enrollment end, also of courses whose dates are Studio's own."""
    if _has_studio(run, _NO_STUDIO):
        enqueue([_push(run, END_DATES)])


def _push(run: CourseRun, what: str, details: dict[str, Any] | None = None) -> OutboundPush:
    return OutboundPush(
        partner=run.course.partner, system=OutboundSystem.Studio, what=what, key=run.key, details=details
    )


def _has_studio(run: CourseRun, message: str) -> bool:
    partner = run.course.partner
    if not partner.studio_url:
        logger.info(message, run.key, partner.short_code)
        return False
    return is_studio_key(run.key)


def _has_image(run: CourseRun) -> bool:
    if run.course.image:
        return True
    logger.warning(
        "Card image for course run [%d] cannot be updated. The related course [%d] has no image defined.",
        run.pk,
        run.course_id,
    )
    return False
