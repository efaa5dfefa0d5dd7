"""Making official rows of drafts: what reviewers have passed becomes what everybody sees."""

from typing import Any, TypeVar

from django.db import transaction

from course_discovery.apps.course_metadata.constants import ENTITLEMENT_MODES
from course_discovery.apps.course_metadata.models import (
    Course,
    CourseEntitlement,
    CourseRun,
    RestrictedCourseRun,
    Seat,
)
from course_discovery.apps.course_metadata.models.drafts import DraftPair
from course_discovery.apps.course_metadata.services.row_copies import column_values, copy_relations, set_columns
from course_discovery.apps.course_metadata.services.shared_children import children, drop_unused
from course_discovery.apps.course_metadata.services.url_slugs import set_active_url_slug
from course_discovery.apps.course_metadata.signals import offer_made_official

PairT = TypeVar("PairT", bound=DraftPair)


@transaction.atomic
def officialise_course(draft: Course) -> Course:
    """Make or update the official row of a draft course, with its entitlement and its slug; return it.

    Runs are left alone: each is officialised when it has passed review. The official row keeps its canonical run.
    Children that only the official row had are dropped, as the draft's take their place.
    """
    _require_draft(draft)
    # Two reviewers at once must not both make an official row.
    Course.everything.select_for_update().filter(pk=draft.pk).first()
    official = draft.official_version
    former_children = children(official) if official else {}
    canonical_run = official.canonical_course_run_id if official else None

    official = _copied_to_official(draft, official or Course(), canonical_course_run_id=canonical_run)
    _officialise_entitlements(draft, official)
    if slug := draft.active_url_slug:
        set_active_url_slug(official, slug)
    elif not official.active_url_slug:
        set_active_url_slug(official)
    for child in former_children.values():
        drop_unused(child)
    return official


@transaction.atomic
def officialise_run(draft: CourseRun) -> CourseRun:
    """Make or update the official row of a draft run, with its seats and restriction, and that of its course.

    The first run of a course to become official becomes its canonical run. Sends `offer_made_official`.
    """
    _require_draft(draft)
    draft_course = draft.course
    if draft_course.official_version is None and draft_course.canonical_course_run_id != draft.pk:
        draft_course.canonical_course_run = draft
        draft_course.save(update_fields=["canonical_course_run"])
    course = officialise_course(draft_course)
    official = _copied_to_official(draft, draft.official_version or CourseRun(), course=course)
    _officialise_seats(draft, official)
    _officialise_restriction(draft, official)
    if course.canonical_course_run_id is None:
        course.canonical_course_run = official
        course.save(update_fields=["canonical_course_run"])
    offer_made_official.send(CourseRun, instance=official)
    return official


def _require_draft(row: DraftPair) -> None:
    if not row.draft:
        raise ValueError(f"{row} is official already")


def _copied_to_official(draft: PairT, official: PairT, **overrides: Any) -> PairT:
    """Give the official row the columns and relations of the draft, save it and tie the two together."""
    set_columns(official, column_values(draft) | overrides | {"draft": False, "draft_version": draft})
    official.save()
    copy_relations(draft, official)
    # The reverse of the tie may be remembered as missing.
    draft._state.fields_cache["_official_version"] = official
    return official


def _officialise_seats(draft_run: CourseRun, official_run: CourseRun) -> None:
    """Make the seats of the official run those of the draft: a seat that the draft has no more goes."""
    present = {_seat_identity(seat): seat for seat in official_run.seats.all()}
    kept = set()
    for draft_seat in draft_run.seats.all():
        tied = draft_seat.official_version
        official = tied if tied in present.values() else present.get(_seat_identity(draft_seat))
        kept.add(_copied_to_official(draft_seat, official or Seat(), course_run=official_run).pk)
    for seat in present.values():
        if seat.pk not in kept:
            seat.delete()
    getattr(official_run, "_prefetched_objects_cache", {}).pop("seats", None)


def _seat_identity(seat: Seat) -> tuple[str, str | None, str]:
    return seat.type_id, seat.currency_id, seat.credit_provider or ""


def _officialise_entitlements(draft_course: Course, official_course: Course) -> None:
    """Make the entitlement of the official course that of the draft, if it is of a kind that is sold."""
    present = official_course.entitlements.first()
    sold = draft_course.entitlements.filter(mode__slug__in=ENTITLEMENT_MODES).first()
    if sold is not None:
        _copied_to_official(sold, present or CourseEntitlement(), course=official_course)
    elif present is not None:
        present.delete()


def _officialise_restriction(draft_run: CourseRun, official_run: CourseRun) -> None:
    draft = RestrictedCourseRun.everything.filter(course_run=draft_run).first()
    present = RestrictedCourseRun.everything.filter(course_run=official_run).first()
    if draft is not None:
        _copied_to_official(draft, present or RestrictedCourseRun(), course_run=official_run)
    elif present is not None:
        present.delete()
