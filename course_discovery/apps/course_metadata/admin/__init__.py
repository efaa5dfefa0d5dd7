"""The catalogue in Django's admin. One concept a module."""

from course_discovery.apps.course_metadata.admin import (
    additional_metadata,
    course,
    course_content,
    course_run,
    course_type,
    organization,
    person,
    subject,
)

__all__ = [
    "additional_metadata",
    "course",
    "course_content",
    "course_run",
    "course_type",
    "organization",
    "person",
    "subject",
]
