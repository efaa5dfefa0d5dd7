"""How long a course takes."""

from decimal import Decimal

from course_discovery.apps.course_metadata.choices import CourseLength

# Hours that learners need on average until they pass.
SHORT_UP_TO = Decimal("6.5")
LONG_FROM = Decimal(13)


def course_length(hours: Decimal) -> str:
    """Return the bin (CourseLength) of a course that takes so many hours."""
    if hours <= SHORT_UP_TO:
        return CourseLength.Short
    return CourseLength.Medium if hours < LONG_FROM else CourseLength.Long
