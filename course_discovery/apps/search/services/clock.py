"""Values that change with time alone, such as availability, brought up to date in the index."""

from datetime import datetime, timedelta

from django.utils import timezone

from course_discovery.apps.programs.selectors.concerned import programs_of_courses
from course_discovery.apps.search.models import ClockRefresh
from course_discovery.apps.search.selectors.aged import courses_aged
from course_discovery.apps.search.services.indexing import refresh_rows

# Machines that index have clocks that differ a little.
OVERLAP = timedelta(minutes=1)
# How far the first refresh looks back when no build has said from where on.
FIRST = timedelta(days=1)


def refresh_aged() -> int:
    """Index the courses with a date that has passed since the last call, and their programs; return how many courses.

    Costs two queries when there were none.
    """
    now = timezone.now()
    last = ClockRefresh.objects.order_by("-at").first()
    since = last.at - OVERLAP if last else now - FIRST
    aged = courses_aged(since, now)
    refresh_rows({"course": aged, "program": programs_of_courses(aged)})
    follow_clock_from(now)
    return len(aged)


def follow_clock_from(moment: datetime) -> None:
    """Remember that documents are up to date as of `moment`, unless that is known of a later one."""
    ClockRefresh.objects.filter(at__lt=moment).delete()
    if not ClockRefresh.objects.exists():
        ClockRefresh.objects.create(at=moment)
