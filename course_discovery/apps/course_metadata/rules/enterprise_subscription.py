"""Which products belong to the enterprise subscription, inherited from organization to course to run and program."""

from collections.abc import Iterable

from course_discovery.apps.course_metadata.choices import CourseRunPacing
from course_discovery.apps.course_metadata.constants import EXTERNAL_COURSE_TYPES

SUBSCRIPTION_PROGRAM_TYPES = frozenset(
    {"xseries", "micromasters", "professional-certificate", "professional-program-wl", "microbachelors"}
)


def course_inclusion(course_type: str | None, opted_out: bool, organizations_included: Iterable[bool]) -> bool:
    """Tell whether a course is included: all its authoring organizations are, and nobody took it out.

    External courses never are. A course without organizations is.
    """
    return course_type not in EXTERNAL_COURSE_TYPES and not opted_out and all(organizations_included)


def run_inclusion(course_included: bool | None, pacing_type: str | None) -> bool:
    """Tell whether a run is included: its course is, and learners set their own pace."""
    return bool(course_included) and pacing_type != CourseRunPacing.Instructor


def program_inclusion(program_type: str | None, courses_included: Iterable[bool | None]) -> bool:
    return program_type in SUBSCRIPTION_PROGRAM_TYPES and all(courses_included)
