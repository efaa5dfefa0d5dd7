"""Which runs the filters of lists let through: what the methods of CourseRunQuerySet decide, for one run.

Filters differ from what a run says of itself (rules/course_run.py) in that a run without a type passes, and at the very
moment in which a date falls. Their tests hold rules and query sets together.
"""

from collections.abc import Collection
from datetime import datetime

from course_discovery.apps.course_metadata.choices import CourseRunStatus


def is_published(status: str) -> bool:
    return status == CourseRunStatus.Published


def is_not_over(end: datetime | None, now: datetime) -> bool:
    return end is None or end > now


def enrollment_is_not_over(enrollment_end: datetime | None, now: datetime) -> bool:
    return enrollment_end is None or enrollment_end > now


def enrollment_has_begun(enrollment_start: datetime | None, now: datetime) -> bool:
    return enrollment_start is None or enrollment_start <= now


def has_listed_type(type_is_marketable: bool | None) -> bool:
    """Tell whether runs of this type are listed; None stands for a run without a type, which is."""
    return type_is_marketable is not False


def is_for_everybody(restriction_type: str | None, include: Collection[str] = ()) -> bool:
    """Tell whether everybody may take the run, or the caller asked for runs of its restriction."""
    return not restriction_type or restriction_type in include


def is_in_use(type_slug: str | None, retired_types: Collection[str]) -> bool:
    """Tell whether the type of a course or run is still in use; having none counts as that."""
    return type_slug is None or type_slug not in retired_types
