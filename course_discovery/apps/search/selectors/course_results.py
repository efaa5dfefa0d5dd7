"""What a page of course hits shows of the database: the runs as they are now, whatever the index knows of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Prefetch
from django.utils import timezone

from course_discovery.apps.course_metadata.models import Course, CourseRun, Person, Seat
from course_discovery.apps.course_metadata.selectors.pages import people

# What a request may name to keep runs that are over: `status=published` keeps the published ones.
RUN_TEXT_FIELDS = tuple(
    column.attname for column in CourseRun._meta.concrete_fields if isinstance(column, CharField) and column.attname
)


@dataclass(frozen=True)
class RunChoice:
    """Which runs of a course a response shows.

    `include_restricted`: types of restricted runs to show. `without_expired`: leave out runs that are over, except
    those of which a field of RUN_TEXT_FIELDS has one of the values that `kept_values` gives for it. `with_staff`: load
    the staff too.
    """

    include_restricted: tuple[str, ...] = ()
    without_expired: bool = False
    kept_values: Mapping[str, Collection[str]] = field(default_factory=dict)
    with_staff: bool = False


@dataclass(frozen=True)
class LiveCourse:
    """What the database says of a course that was found."""

    course_runs: list[CourseRun]
    seat_types: list[str]
    languages: list[str]


def live_courses(course_ids: Collection[int], choice: RunChoice) -> dict[int, LiveCourse]:
    """Return the runs, seat types and languages of the courses, by course id; a fixed number of queries.

    A course that was deleted after it was indexed is missing.
    """
    if not course_ids:
        return {}
    runs = (
        CourseRun.everything.filter(draft=False)
        .without_restricted(choice.include_restricted)
        .select_related("language", "type", "restricted_run")
        .in_page_order()
        .prefetch_related(Prefetch("seats", Seat.everything.order_by("created", "pk")))
    )
    if choice.with_staff:
        runs = runs.prefetch_related(Prefetch("staff", people(Person.objects.all())))
    courses = (
        Course.objects.filter(pk__in=course_ids)
        .select_related("partner")
        .prefetch_related(Prefetch("course_runs", runs))
    )
    return {course.pk: _live(course, choice) for course in courses}


def _live(course: Course, choice: RunChoice) -> LiveCourse:
    runs = list(course.course_runs.all())
    shown, selling, active = runs, runs, runs
    if choice.without_expired:
        now = timezone.now()
        selling = [run for run in runs if run.end is None or run.end > now]
        shown = [run for run in runs if run in selling or _is_kept(run, choice.kept_values)]
        active = [run for run in runs if run.is_active]
    return LiveCourse(
        course_runs=shown,
        seat_types=list(dict.fromkeys(slug for run in selling for slug in run.seat_types)),
        languages=list(dict.fromkeys(run.language.display_name for run in active if run.language)),
    )


def _is_kept(run: Any, kept_values: Mapping[str, Collection[str]]) -> bool:
    return any(getattr(run, name) in values for name, values in kept_values.items() if name in RUN_TEXT_FIELDS)
