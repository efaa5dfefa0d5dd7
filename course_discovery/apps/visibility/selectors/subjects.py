"""Finding what somebody asks about: a course, a course run or a program by key or UUID."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.programs.models import Program

Subject = Course | CourseRun | Program


class Rows(NamedTuple):
    """The rows of a draft pair. `shown` is the official one if there is one, else the draft."""

    shown: Any
    draft: Any


def courses() -> QuerySet[Course]:
    """Return all rows, drafts included, with what explaining one takes."""
    return Course.everything.select_related("partner", "type").order_by("pk")


def course_runs() -> QuerySet[CourseRun]:
    """Return the same of runs."""
    rows = CourseRun.everything.select_related("course__partner", "course__type", "type", "restricted_run")
    return rows.order_by("pk")


def programs() -> QuerySet[Program]:
    return Program.objects.select_related("partner", "type").order_by("pk")


def course_named(name: str, rows: QuerySet[Course], partner: Partner | None) -> Rows | None:
    """Return the course of that key or UUID. Of several partners' courses, that of `partner` comes first."""
    return _pair(rows.filter(_lookup(name)), lambda course: course.partner_id, partner)


def course_run_named(name: str, rows: QuerySet[CourseRun], partner: Partner | None) -> Rows | None:
    return _pair(rows.filter(_lookup(name)), lambda run: run.course.partner_id, partner)


def program_named(name: str, rows: QuerySet[Program]) -> Program | None:
    uuid = uuid_in(name)
    return rows.filter(uuid=uuid).first() if uuid else None


def subject_named(name: str, partner: Partner | None = None) -> Rows | None:
    """Return whatever has that key or UUID: a course, else a run, else a program (which has no draft)."""
    found = course_named(name, courses(), partner) or course_run_named(name, course_runs(), partner)
    if found:
        return found
    program = program_named(name, programs())
    return Rows(program, None) if program else None


def uuid_in(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None


def _lookup(name: str) -> Q:
    uuid = uuid_in(name)
    return Q(uuid=uuid) if uuid else Q(key=name)


def _pair(rows: Iterable[Any], partner_of: Any, partner: Partner | None) -> Rows | None:
    found = list(rows)
    if not found:
        return None
    own = partner.pk if partner else None
    of = min((partner_of(row) for row in found), key=lambda pk: (pk != own, pk))
    pair = {row.draft: row for row in found if partner_of(row) == of}
    return Rows(pair.get(False) or pair.get(True), pair.get(True))
