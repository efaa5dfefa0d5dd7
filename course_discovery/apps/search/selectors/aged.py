"""Which documents the clock has made old: some of their values follow from dates and the time of indexing."""

from datetime import UTC, datetime, time
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.course_metadata.rules.course_run import LAST_DAYS, STARTING_SOON

# The values that change with time alone.
CLOCK_FIELDS = frozenset(
    {
        "availability",
        "course_ends",
        "course_run_statuses",
        "first_enrollable_paid_seat_price",
        "has_enrollable_seats",
        "is_active",
        "is_current_and_still_upgradeable",
        "is_enrollable",
        "is_program_eligible_for_one_click_purchase",
    }
)


def courses_aged(since: datetime, until: datetime) -> set[int]:
    """Return the ids of the courses of which a document had to change between the two moments, both included.

    Reads only dates: the runs and seats with one that was passed meanwhile. Two queries.
    """
    passed = (since, until)
    soon = (since + STARTING_SOON, until + STARTING_SOON)
    run_dates = (
        Q(start__range=passed)
        | Q(start__range=soon)
        | Q(end__range=passed)
        | Q(end__range=_days_left(since, until))
        | Q(enrollment_start__range=passed)
        | Q(enrollment_end__range=passed)
    )
    runs = CourseRun.objects.filter(run_dates).values_list("course_id", flat=True)
    deadline: Any = Coalesce(F("upgrade_deadline_override"), F("_upgrade_deadline"))
    seats = (
        Seat.objects.annotate(deadline=deadline)
        .filter(deadline__range=passed)
        .values_list("course_run__course_id", flat=True)
    )
    return {*runs, *seats}


def _days_left(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """Return between which ends lie the runs that ceased to be current: two weeks are left, counted in UTC days."""
    first, last = ((moment.astimezone(UTC) + LAST_DAYS).date() for moment in (since, until))
    return datetime.combine(first, time.min, UTC), datetime.combine(last, time.min, UTC)
