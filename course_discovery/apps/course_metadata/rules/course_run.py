"""What follows from the dates, the status and the seats of a course run."""

from datetime import UTC, datetime, timedelta

from course_discovery.apps.course_metadata.choices import Availability, CourseRunStatus, ProductStatus
from course_discovery.apps.course_metadata.constants import EXECUTIVE_EDUCATION_TYPE
from course_discovery.apps.course_metadata.rules.keys import is_deprecated_run_key

STARTING_SOON = timedelta(days=60)
LAST_DAYS = timedelta(days=14)


def enrollment_deadline(end: datetime | None, enrollment_end: datetime | None) -> datetime | None:
    """Return the earlier of the end of the run and the end of its enrollment, or None when neither is known."""
    return min((moment for moment in (end, enrollment_end) if moment), default=None)


def has_ended(end: datetime | None, at: datetime) -> bool:
    return end is not None and end < at


def has_enrollment_ended(end: datetime | None, enrollment_end: datetime | None, at: datetime) -> bool:
    return has_ended(enrollment_deadline(end, enrollment_end), at)


def is_enrollable(enrollment_start: datetime | None, enrollment_end: datetime | None, now: datetime) -> bool:
    """Tell whether enrollment is open. The end of the run does not count."""
    return (enrollment_end is None or enrollment_end >= now) and (enrollment_start is None or enrollment_start <= now)


def is_current(start: datetime | None, end: datetime | None, now: datetime) -> bool:
    """Tell whether the run has started and two weeks of it are left, counted in UTC days."""
    started = start is None or start < now
    return started and (end is None or now.astimezone(UTC).date() <= end.astimezone(UTC).date() - LAST_DAYS)


def is_upcoming(start: datetime | None, now: datetime) -> bool:
    """Tell whether the start is known and not past."""
    return start is not None and start >= now


def is_active_by_dates(end: datetime | None, enrollment_end: datetime | None, now: datetime) -> bool:
    """Tell whether a run is one of its course's active runs: it has an end, and neither it nor enrollment is over."""
    return end is not None and end > now and (enrollment_end is None or enrollment_end > now)


def availability(start: datetime | None, end: datetime | None, now: datetime) -> Availability:
    if end is not None and end < now:
        return Availability.Archived
    if start is None:
        return Availability.Upcoming
    if start <= now:
        return Availability.Current
    return Availability.StartingSoon if start < now + STARTING_SOON else Availability.Upcoming


def external_availability(product_status: str | None) -> Availability:
    """Return the availability of a run whose dates another platform keeps, by the status of its product there."""
    return Availability.Current if product_status == ProductStatus.Published else Availability.Archived


def could_be_marketable(type_is_marketable: bool, key: str, draft: bool) -> bool:
    """Tell whether the run is of a kind that the marketing site shows at all."""
    return type_is_marketable and not draft and not is_deprecated_run_key(key)


def is_marketable(could_be: bool, status: str, has_seats: bool, marketing_url: str | None) -> bool:
    return could_be and status == CourseRunStatus.Published and has_seats and bool(marketing_url)


def is_marketable_external(
    marketable: bool,
    course_type: str | None,
    status: str,
    start: datetime | None,
    go_live_date: datetime | None,
    now: datetime,
) -> bool:
    """Tell whether partners may show the run: it is marketable, or a reviewed executive education run yet to go live.

    A run without start or go-live date is not shown, as nobody knows that it is coming.
    """
    if marketable:
        return True
    is_coming = is_upcoming(start, now) and go_live_date is not None and go_live_date > now
    return course_type == EXECUTIVE_EDUCATION_TYPE and status == CourseRunStatus.Reviewed and is_coming


def is_active(enrollable: bool, marketable: bool, ended: bool) -> bool:
    return enrollable and marketable and not ended


def in_review(status: str) -> bool:
    return status in (CourseRunStatus.LegalReview, CourseRunStatus.InternalReview)


def estimated_hours(min_effort: int | None, max_effort: int | None, weeks: int | None) -> float:
    """Return the hours a learner needs for the whole run: mean effort a week times weeks; 0 when either is unknown.

    A missing effort counts as 0 hours a week.
    """
    return ((min_effort or 0) + (max_effort or 0)) / 2 * (weeks or 0) or 0


def date_error(start: datetime | None, end: datetime | None) -> str | None:
    """Return what is wrong with the dates of a run, or None."""
    return "Start date cannot be after the End date" if start and end and start > end else None


def effort_error(min_effort: int | None, max_effort: int | None) -> str | None:
    """Return what is wrong with the weekly hours of a run, or None."""
    if not (min_effort and max_effort) or min_effort < max_effort:
        return None
    if min_effort == max_effort:
        return "Minimum effort and Maximum effort cannot be the same"
    return "Minimum effort cannot be greater than Maximum effort"
