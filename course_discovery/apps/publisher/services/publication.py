"""Making reviewed runs public, and those that nobody can enroll in any more not."""

import logging

from django.db import transaction
from django.utils import timezone

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun, CourseUrlSlug
from course_discovery.apps.course_metadata.models.drafts import counterpart

logger = logging.getLogger(__name__)


@transaction.atomic
def publish_run(official: CourseRun) -> None:
    """Publish an official run: it and its draft become published, runs that are over make room, old links lead here."""
    if official.draft:
        raise ValueError(f"{official} is a draft: only official runs are published")
    now = timezone.now()
    for row in _pair(official):
        row.announcement, row.status = now, CourseRunStatus.Published
        row.save()
    unpublish_inactive_runs(official.course)
    _keep_run_slug(official)


@transaction.atomic
def unpublish_inactive_runs(official_course: Course) -> bool:
    """Unpublish the runs whose enrollment is over, and tell whether there were any.

    A course is never left without a published run that can be enrolled in, and without a marketing site nobody minds.
    """
    if not official_course.partner.has_marketing_site:
        return False
    published = CourseRun.objects.filter(course=official_course, status=CourseRunStatus.Published)
    runs = list(published.select_related("type", "draft_version"))
    inactive = [run for run in runs if run.has_enrollment_ended()]
    if not inactive or not any(run.could_be_marketable for run in runs if run not in inactive):
        return False
    for run in inactive:
        set_status(run, CourseRunStatus.Unpublished)
    return True


def set_status(run: CourseRun, status: CourseRunStatus) -> None:
    """Give both rows of a run the status."""
    for row in _pair(run):
        row.status = status
        row.save(update_fields=["status"])


def _pair(run: CourseRun) -> list[CourseRun]:
    other = counterpart(run)
    return [run] if other is None else [run, other]


def _keep_run_slug(official: CourseRun) -> None:
    """Make the slug of the run one of its course's former slugs, so that links to the run lead to the course."""
    course = official.course
    holder = CourseUrlSlug.objects.filter(partner=course.partner_id, url_slug__iexact=official.slug).first()
    if holder is None:
        CourseUrlSlug.objects.create(course=course, partner_id=course.partner_id, url_slug=official.slug)
    elif holder.course.uuid != course.uuid:
        logger.warning("The slug %s of run %s belongs to course %s", official.slug, official.key, holder.course.key)
