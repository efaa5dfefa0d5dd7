"""Making and editing courses. Editors change drafts; review, or `publish_course_edits`, makes them official.

Values come by field name: columns as they are stored, foreign keys as rows, relations as lists of rows, tags as names.
Errors are ValidationError, by field where one is at fault.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from course_discovery.apps.core.models import Partner, User
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import (
    Collaborator,
    Course,
    CourseEditor,
    CourseType,
    Organization,
    Source,
    Video,
)
from course_discovery.apps.course_metadata.rules.keys import CourseKeyParts, number_error
from course_discovery.apps.course_metadata.rules.status import EXEMPT_COURSE_FIELDS
from course_discovery.apps.course_metadata.services.draft_world import ensure_draft_world
from course_discovery.apps.course_metadata.services.enterprise_subscription import update_subscription_inclusion
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.services.url_slugs import SlugInUse, set_active_url_slug
from course_discovery.apps.publisher.services.additional_metadata import update_additional_metadata
from course_discovery.apps.publisher.services.changes import Edited, check_fields, stamp_edited, write_changes
from course_discovery.apps.publisher.services.course_run import NewRun, create_course_run
from course_discovery.apps.publisher.services.entitlements import create_entitlement, update_entitlement
from course_discovery.apps.publisher.services.review import reset_reviews

_SLUG_TAKEN = (
    "Course {what} was unsuccessful. The course URL slug ‘[{slug}]’ is already in use. "
    "Please update this field and try again."
)
# What reviewers do not look at, besides the fields that rules exempt.
_NEVER_REVIEWED = frozenset({"image", "organization_logo_override", "video", "url_slug"})


@transaction.atomic
def create_course(
    partner: Partner,
    *,
    organization: Organization,
    number: str,
    title: str,
    type: CourseType,
    product_source: Source,
    url_slug: str = "",
    prices: Mapping[str, Decimal] | None = None,
    collaborators: Sequence[Collaborator] = (),
    editor: User | None = None,
    first_run: NewRun | None = None,
    requested_by: User | None = None,
) -> Course:
    """Make a draft course, with its first draft run if one is given, and return it.

    The key is made of organization and number, the URL slug of the title unless one is given. `prices`, by slug of the
    seat type, are those of the entitlement; a run has its own. `requested_by`, by default the editor, joins the team of
    the run in Studio.
    """
    if error := number_error(number):
        raise ValidationError({"number": error})
    key = str(CourseKeyParts(organization.key, number))
    if Course.everything.filter(partner=partner, key=key).exists():
        raise ValidationError({"number": f"A course with key [{key}] already exists."})
    course = Course(draft=True, partner=partner, key=key, title=title, type=type, product_source=product_source)
    check_fields(course, {"key", "title"})
    course.save()
    _set_slug(course, url_slug, "creation")
    course.authoring_organizations.set([organization])
    course.collaborators.set(collaborators)
    create_entitlement(course, prices or {})
    if editor is not None:
        CourseEditor.objects.create(course=course, user=editor)
    _derive_subscription(course)
    if first_run is not None:
        create_course_run(course, first_run, requested_by or editor)
    return course


@transaction.atomic
def update_course(
    course: Course,
    values: Mapping[str, Any],
    *,
    prices: Mapping[str, Decimal] | None = None,
    additional_metadata: Mapping[str, Any] | None = None,
    video_url: str | None = None,
    url_slug: str = "",
) -> Edited:
    """Edit the draft of a course, made first if there is none, and return it with the names of what changed.

    Only what is given is touched. `video_url` is empty to take the video away, `additional_metadata` is for external
    courses (services/additional_metadata.py). Reviewed runs lose their review when something changed that reviewers
    look at.
    """
    draft = ensure_draft_world(course)
    wanted = dict(values)
    if video_url is not None and video_url != (draft.video.src if draft.video else ""):
        wanted["video"] = _video(video_url)
    changed = set(write_changes(draft, wanted))
    if (prices is not None or "type" in values) and update_entitlement(draft, prices or {}):
        changed.add("prices")
    if additional_metadata and draft.is_external_course and update_additional_metadata(draft, additional_metadata):
        changed.add("additional_metadata")
    if url_slug and url_slug != draft.active_url_slug:
        _set_slug(draft, url_slug, "edit")
        # Reviewed runs are public in all but their date: their page has the new address at once.
        official = draft.official_version
        if official and draft.course_runs.filter(status=CourseRunStatus.Reviewed).exists():
            set_active_url_slug(official, url_slug)
        changed.add("url_slug")
    if "type" in changed or "authoring_organizations" in changed:
        _derive_subscription(draft)
    if changed:
        stamp_edited(draft)
    if changed - EXEMPT_COURSE_FIELDS - _NEVER_REVIEWED:
        reset_reviews(draft)
    return Edited(draft, frozenset(changed))


@transaction.atomic
def publish_course_edits(draft: Course) -> None:
    """Make the edits of a draft course public, with those of its published runs that are still open.

    A course without such a run waits for the review of one.
    """
    for run in draft.course_runs.filter(status=CourseRunStatus.Published):
        if run.is_active_by_dates:
            officialise_run(run)


def _video(url: str) -> Video | None:
    if not url:
        return None
    known = Video.objects.filter(src=url).first()
    if known is None:
        known = Video(src=url)
        try:
            check_fields(known, {"src"})
        except ValidationError as error:
            raise ValidationError({"video": error.messages}) from error
        known.save()
    return known


def _set_slug(course: Course, slug: str, what: str) -> None:
    try:
        set_active_url_slug(course, slug)
    except SlugInUse as error:
        raise ValidationError({"url_slug": _SLUG_TAKEN.format(what=what, slug=slug)}) from error


def _derive_subscription(draft: Course) -> None:
    if update_subscription_inclusion(Course.everything.filter(pk=draft.pk)):
        draft.refresh_from_db(fields=["enterprise_subscription_inclusion"])
