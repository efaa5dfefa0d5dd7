"""The documents of some courses and of their runs, made of rows that are loaded together."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from course_discovery.apps.course_metadata.models import Course, CourseRun, Seat
from course_discovery.apps.search.documents.course import CourseDocument
from course_discovery.apps.search.documents.course_content import CONTENT_PREFETCHED, CONTENT_SELECTED
from course_discovery.apps.search.documents.course_run import CourseRunDocument

Sources = dict[int, dict[str, Any] | None]


def documents_of(course_ids: Collection[int]) -> tuple[Sources, Sources]:
    """Return the documents of the official courses with these ids, and of their runs, by primary key.

    None stands for a row that must not be found: a course that is gone, a draft or of a retired type, a run of a type
    that is retired or not marketable. A fixed number of queries, less than half of what the document types' own query
    sets take, since courses and runs share theirs.
    """
    runs = CourseRun.everything.filter(draft=False).select_related("language", "type", "restricted_run").order_by("pk")
    seats = Seat.everything.order_by("created", "pk")
    # A course shows nothing of its restricted runs; they have documents of their own all the same.
    restricted = runs.filter(restricted_run__restriction_type__gt="")
    loaded = (
        Course.objects.filter(pk__in=course_ids)
        .select_related(*CONTENT_SELECTED, "type", "product_source", "additional_metadata")
        .prefetch_related(
            *CONTENT_PREFETCHED,
            Prefetch("course_runs", runs.without_restricted()),
            Prefetch("course_runs", restricted, to_attr="restricted_runs"),
            *(
                lookup
                for runs_of_course in ("course_runs", "restricted_runs")
                for lookup in (
                    Prefetch(f"{runs_of_course}__seats", seats),
                    f"{runs_of_course}__staff",
                    f"{runs_of_course}__transcript_languages",
                )
            ),
        )
    )
    course_document, run_document = CourseDocument(), CourseRunDocument()
    courses: Sources = dict.fromkeys(course_ids)
    course_runs: Sources = {}
    course: Any
    for course in loaded:
        if not (course.type and course.type.slug in settings.RETIRED_COURSE_TYPES):
            courses[course.pk] = course_document.prepare(course)
        for run in (*course.course_runs.all(), *course.restricted_runs):
            course_runs[run.pk] = run_document.prepare(run) if _is_found(run) else None
    return courses, course_runs


def _is_found(run: CourseRun) -> bool:
    return run.type is None or (run.type.is_marketable and run.type.slug not in settings.RETIRED_RUN_TYPES)
