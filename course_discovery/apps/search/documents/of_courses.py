"""The documents of some courses and of their runs, made of rows that are loaded together."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.utils import timezone

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.search.documents.course import course_source
from course_discovery.apps.search.documents.course_content import course_contents
from course_discovery.apps.search.documents.course_run import run_sources
from course_discovery.apps.search.documents.runs import Run, by_course, load_runs

# None stands for a row that must not be found.
Found = dict[int, dict[str, Any] | None]


def documents_of(course_ids: Collection[int]) -> tuple[Found, Found]:
    """Return the documents of the official courses with these ids, and of their runs, by primary key.

    None stands for a course that is gone, a draft or of a retired type, and for a run of a type that is retired or not
    marketable. A fixed number of queries: courses and runs share theirs.
    """
    contents = course_contents(Course.objects.filter(pk__in=course_ids))
    runs = load_runs(CourseRun.everything.filter(draft=False, course_id__in=list(contents)))
    now = timezone.now()
    courses: Found = dict.fromkeys(course_ids)
    of_course = by_course(runs)
    for pk, content in contents.items():
        if content.course.type__slug not in settings.RETIRED_COURSE_TYPES:
            courses[pk] = course_source(content, of_course[pk], now)
    course_runs: Found = dict.fromkeys(run.row.pk for run in runs)
    course_runs |= run_sources([run for run in runs if _is_found(run)], contents, now)
    return courses, course_runs


def _is_found(run: Run) -> bool:
    return run.may_be_shown and run.row.type__slug not in settings.RETIRED_RUN_TYPES
