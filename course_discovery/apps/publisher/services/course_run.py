"""Making and editing course runs. Editors change drafts; values come as in services/course.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from course_discovery.apps.core.models import User
from course_discovery.apps.course_metadata.choices import CourseRunPacing, CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun, CourseRunType
from course_discovery.apps.course_metadata.rules import keys
from course_discovery.apps.course_metadata.rules.status import resets_review
from course_discovery.apps.course_metadata.services.draft_world import ensure_draft_world
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.services.restrictions import update_or_create_restriction
from course_discovery.apps.publisher.services.changes import Edited, stamp_edited, write_changes
from course_discovery.apps.publisher.services.publication import set_status
from course_discovery.apps.publisher.services.seats import update_seats
from course_discovery.apps.publisher.services.studio_pushes import push_new_run, push_run

# What a rerun takes over from the run before.
_RERUN_COLUMNS = ("language", "min_effort", "max_effort", "weeks_to_complete")
_RERUN_RELATIONS = ("staff", "transcript_languages")
_IN_REVIEW = "Course run is in review. Editing disabled."


@dataclass(frozen=True)
class NewRun:
    """A run to be made. `term` counts for organizations that choose terms themselves; else the start decides.

    `rerun` is the run it repeats, the course's canonical one if None. `values` are further fields, which win over what
    is taken from that run.
    """

    type: CourseRunType
    start: datetime
    end: datetime
    pacing_type: str | None = CourseRunPacing.Instructor
    term: str = ""
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    restriction_type: str | None = None
    rerun: CourseRun | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_course_run(course: Course, new: NewRun, requested_by: User | None = None) -> CourseRun:
    """Make a draft run of the course, whose drafts are made first if there are none, and return it.

    The first run of a course is its canonical one. Studio makes it too, `requested_by` then belongs to its team.
    Raises ValidationError.
    """
    draft_course = ensure_draft_world(course)
    # Two at once must not both find the same term free.
    Course.everything.select_for_update().filter(pk=draft_course.pk).first()
    source = new.rerun or draft_course.canonical_course_run
    columns: dict[str, Any] = {name: getattr(source, name) for name in _RERUN_COLUMNS} if source else {}
    relations = {name: list(getattr(source, name).all()) for name in _RERUN_RELATIONS} if source else {}
    run = CourseRun(
        draft=True,
        course=draft_course,
        key=_key(draft_course, new),
        type=new.type,
        start=_whole_second(new.start),
        end=_whole_second(new.end),
        pacing_type=new.pacing_type,
        **columns,
    )
    run.enterprise_subscription_inclusion = run.computed_subscription_inclusion
    run.clean()
    run.save()
    write_changes(run, {**relations, **_in_whole_seconds(new.values)})
    update_seats(run, new.prices)
    _restrict(run, new.restriction_type)
    if draft_course.canonical_course_run_id is None:
        draft_course.canonical_course_run = run
        draft_course.save(update_fields=["canonical_course_run"])
    stamp_edited(draft_course)
    push_new_run(run, source, requested_by)
    return run


@transaction.atomic
def update_course_run(
    run: CourseRun,
    values: Mapping[str, Any],
    *,
    prices: Mapping[str, Decimal] | None = None,
    restriction_type: str | None = None,
    upgrade_deadlines: Mapping[str, datetime | None] | None = None,
) -> Edited:
    """Edit the draft of a run, made first if there is none, and return it with the names of what changed.

    Only what is given is touched. `prices` and `upgrade_deadlines`, by slug of the seat type, are left aside once the
    run is over; an empty `restriction_type` lifts the restriction. A reviewed run becomes unpublished when something
    changed that reviewers look at; other changes of it are official at once. Raises ValidationError.
    """
    draft = ensure_draft_world(run)
    if draft.in_review:
        raise ValidationError(_IN_REVIEW)
    if "type" in values:
        _refuse_foreign_type(draft.course, values["type"])
    changed = set(write_changes(draft, _in_whole_seconds(values)))
    columns = frozenset(changed)
    if "pacing_type" in changed:
        write_changes(draft, {"enterprise_subscription_inclusion": draft.computed_subscription_inclusion})
    if "end" in changed:
        # An override was meant for the former end.
        upgrade_deadlines = {seat.type_id: None for seat in draft.seats.all()} | dict(upgrade_deadlines or {})
    concerns_seats = prices or upgrade_deadlines or {"type", "end"} & changed
    if concerns_seats and draft.is_active_by_dates and update_seats(draft, prices, upgrade_deadlines):
        changed.add("prices")
    if _restrict(draft, restriction_type):
        changed.add("restriction_type")
    if changed:
        stamp_edited(draft.course)
        push_run(draft, columns)
        _follow_review(draft, columns)
    return Edited(draft, frozenset(changed))


def _follow_review(draft: CourseRun, changed_columns: frozenset[str]) -> None:
    if draft.status != CourseRunStatus.Reviewed:
        return
    if resets_review(changed_columns):
        set_status(draft, CourseRunStatus.Unpublished)
    else:
        officialise_run(draft)


def _restrict(draft: CourseRun, restriction_type: str | None) -> bool:
    if restriction_type is None or restriction_type == (draft.restriction_type or ""):
        return False
    try:
        update_or_create_restriction(draft, restriction_type)
    except ValueError as error:
        raise ValidationError({"restriction_type": str(error)}) from error
    return True


def _refuse_foreign_type(course: Course, run_type: CourseRunType) -> None:
    if course.type and run_type not in course.type.course_run_types.all():
        raise ValidationError(f"The course run type '{run_type}' is not valid for this course type '{course.type}'.")


def _in_whole_seconds(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _whole_second(value) if isinstance(value, datetime) else value for name, value in values.items()}


def _whole_second(moment: datetime) -> datetime:
    """Studio is told whole seconds: a fraction would come back from the LMS as a change."""
    return moment.replace(microsecond=0)


def _key(course: Course, new: NewRun) -> str:
    base = course.key_for_reruns or course.key
    if new.term and course.authoring_organizations.filter(auto_generate_course_run_keys=False).exists():
        return _chosen_key(base, new.term)
    stem = keys.run_key(base, "")
    taken = CourseRun.everything.filter(key__startswith=stem).values_list("key", flat=True)
    return stem + keys.free_term(keys.term(new.start), {key.removeprefix(stem) for key in taken})


def _chosen_key(base: str, term: str) -> str:
    key = keys.run_key(base, term)
    try:
        keys.parse_run_key(key)
    except keys.InvalidCatalogKey as error:
        raise ValidationError({"term": f"Special characters not allowed in field run: '{term}'"}) from error
    if CourseRun.everything.filter(key=key).exists():
        raise ValidationError({"term": f"A course run with key [{key}] already exists."})
    return key
