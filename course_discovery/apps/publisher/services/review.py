"""The way of a run through review. Rules of it: course_metadata/rules/status.py."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.rules.status import is_due, may_change
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Program
from course_discovery.apps.publisher.services.publication import publish_run, set_status
from course_discovery.apps.publisher.services.subdirectory_slugs import assign_subdirectory_slug


@transaction.atomic
def send_to_legal_review(draft: CourseRun) -> None:
    """Send a draft run into review; until that is over nobody edits it. Its course gets a slug with directories if
    switches ask for one. Raises ValidationError."""
    _go(draft, CourseRunStatus.LegalReview)
    assign_subdirectory_slug(draft.course)
    draft.save()


@transaction.atomic
def complete_review_phase(draft: CourseRun, has_ofac_restrictions: bool | None, ofac_comment: str) -> CourseRun:
    """Mark a draft run in review as reviewed, make it official, and publish it if its go-live date has come.

    Returns the official run. Raises ValidationError when the run is not in review.
    """
    _go(draft, CourseRunStatus.Reviewed)
    draft.has_ofac_restrictions, draft.ofac_comment = has_ofac_restrictions, ofac_comment
    draft.save()
    official = officialise_run(draft)
    _leave_retired_programs(official)
    if is_due(draft.status, draft.go_live_date, timezone.now()):
        publish_run(official)
    return official


@transaction.atomic
def submit_course_run(draft: CourseRun) -> None:
    """Do what an editor asks for who submits a draft run: an unpublished one goes into review, edits of a published
    one become public. A run that is reviewed, or in review, waits."""
    if draft.status == CourseRunStatus.Unpublished:
        send_to_legal_review(draft)
    elif draft.status == CourseRunStatus.Published:
        officialise_run(draft)


@transaction.atomic
def reset_reviews(draft_course: Course) -> None:
    """Make reviewed runs of the course unpublished, as what was reviewed has changed."""
    for run in draft_course.course_runs.filter(status=CourseRunStatus.Reviewed):
        set_status(run, CourseRunStatus.Unpublished)


def _go(draft: CourseRun, status: CourseRunStatus) -> None:
    if not draft.draft:
        raise ValueError(f"{draft} is official: drafts are reviewed")
    if not may_change(draft.status, status):
        raise ValidationError(f"A course run that is {draft.status} cannot become {status}.")
    draft.status = status


def _leave_retired_programs(official: CourseRun) -> None:
    for program in Program.objects.filter(courses=official.course_id, status=ProgramStatus.Retired):
        program.excluded_course_runs.add(official)
