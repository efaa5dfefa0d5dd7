"""What the rules are told of rows and of their documents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.programs.models import Program
from course_discovery.apps.search.services.document_state import document_state
from course_discovery.apps.visibility.rules.course import CourseFacts
from course_discovery.apps.visibility.rules.course_run import RunFacts
from course_discovery.apps.visibility.rules.document import IndexedFacts
from course_discovery.apps.visibility.rules.program import ProgramFacts
from course_discovery.apps.visibility.rules.rows import Pair
from course_discovery.apps.visibility.selectors.subjects import Rows


def course_facts(found: Rows, asked: Partner | None) -> CourseFacts:
    """Return what decides about the course; its runs and their seats are two queries."""
    course = found.shown
    runs = list(CourseRun.everything.filter(course=course).select_related("type", "restricted_run").in_page_order())
    for run in runs:
        run.course = course
    return CourseFacts(
        key=course.key,
        pair=_pair(found),
        partner=_code(course.partner),
        asked=_code(asked),
        type_slug=course.type_slug,
        retired_types=frozenset(settings.RETIRED_COURSE_TYPES),
        runs=tuple(_run_facts(runs, asked)),
    )


def course_run_facts(found: Rows, asked: Partner | None) -> RunFacts:
    """Return what decides about the run; its seats are one query."""
    (facts,) = _run_facts([found.shown], asked)
    return facts._replace(pair=_pair(found))


def program_facts(program: Program, asked: Partner | None) -> ProgramFacts:
    """Return what decides about the program, in two queries."""
    runs = CourseRun.objects.filter(course__programs=program, type=None).exclude(
        pk__in=program.excluded_course_runs.through.objects.filter(program=program).values("courserun")
    )
    return ProgramFacts(
        status=program.status,
        hidden=program.hidden,
        marketing_slug=program.marketing_slug,
        type_slug=program.type_slug,
        partner=_code(program.partner),
        asked=_code(asked),
        courses=program.courses.count(),
        untyped_runs=tuple(runs.order_by("key").values_list("key", flat=True)),
    )


def indexed_facts(document_type: str, pk: int) -> IndexedFacts:
    """Return what the index says of the row: its document is made of the database once more, and compared."""
    state, source, differing = document_state(document_type, pk)
    values = source or {}
    return IndexedFacts(
        state=state,
        differing=differing,
        partner=values.get("partner"),
        published=values.get("published"),
        hidden=values.get("hidden"),
        status=values.get("status") if document_type == "program" else None,
        restriction_type=values.get("restriction_type"),
    )


def _run_facts(runs: Sequence[CourseRun], asked: Partner | None) -> list[RunFacts]:
    prefetch_related_objects(runs, Prefetch("seats", Seat.everything.order_by("created", "pk")))
    now = timezone.now()
    return [_facts_of(run, asked, now) for run in runs]


def _facts_of(run: Any, asked: Partner | None, now: datetime) -> RunFacts:
    return RunFacts(
        key=run.key,
        pair=Pair(has_official=not run.draft, has_draft=run.draft),
        partner=_code(run.course.partner),
        asked=_code(asked),
        status=run.status,
        hidden=run.hidden,
        restriction_type=run.restriction_type,
        type_slug=run.type.slug if run.type else None,
        type_is_marketable=run.type.is_marketable if run.type else None,
        retired_types=frozenset(settings.RETIRED_RUN_TYPES),
        seat_types=tuple(run.seat_types),
        slug=run.slug,
        marketing_url=run.marketing_url,
        end=run.end,
        enrollment_start=run.enrollment_start,
        enrollment_end=run.enrollment_end,
        now=now,
    )


def _pair(found: Rows) -> Pair:
    return Pair(
        has_official=not found.shown.draft,
        has_draft=found.draft is not None,
        draft_status=getattr(found.draft, "status", None),
    )


def _code(partner: Partner | None) -> str | None:
    return partner.short_code if partner else None
