"""All that showing the rows of a catalog needs, fetched in a number of queries that no row count changes."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization, Seat, Subject
from course_discovery.apps.course_metadata.selectors.texts import short_texts
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.rules.listing import NOT_IN_FEEDS
from course_discovery.apps.programs.selectors.pages import load_programs, with_program_joins
from course_discovery.rest.ranked import RankedRows

BATCH = 500
PROGRAM_OF_FEED = frozenset({"courses", "languages", "prices", "type"})
COURSE_OF_FEED = frozenset({"course_runs", "entitlements"})


def in_batches(rows: RankedRows, load: Callable[[list[Any]], None]) -> Iterator[Any]:
    """Yield all the rows, loading a batch at a time: a fixed number of queries for each, and never all in memory."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        load(batch)
        yield from batch


def load_sold_runs(runs: list[CourseRun]) -> None:
    """Loads seats and courses of runs; the courses have `texts`, `loaded_owners`, `loaded_sponsors`, `loaded_subjects`.

    A course is one object, however many of the runs are its.
    """
    courses = Course.objects.select_related("partner", "level_type", "video__image").prefetch_related(
        "level_type__translations",
        Prefetch("authoring_organizations", Organization.objects.all(), to_attr="loaded_owners"),
        Prefetch("sponsoring_organizations", Organization.objects.all(), to_attr="loaded_sponsors"),
        Prefetch("subjects", Subject.objects.prefetch_related("translations"), to_attr="loaded_subjects"),
    )
    prefetch_related_objects(
        runs,
        "type",
        "video__image",
        Prefetch("seats", Seat.everything.order_by("created", "pk")),
        Prefetch("course", courses),
    )
    texts = short_texts({run.course_id for run in runs}).courses
    run: Any
    for run in runs:
        run.course.texts = texts[run.course_id]


def programs_for_feeds() -> QuerySet[Program]:
    """Return the active programs with an address that partners may show: degrees and the like are not among them."""
    return with_program_joins(Program.objects.marketable().exclude(type__slug__in=NOT_IN_FEEDS))


def load_sold_programs(programs: list[Program]) -> None:
    """Loads what price ranges and languages are found from."""
    load_programs(programs, needed=PROGRAM_OF_FEED, needed_of_courses=COURSE_OF_FEED)
