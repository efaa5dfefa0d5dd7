"""The catalogue in Django's admin. One concept a module."""

from course_discovery.apps.course_metadata.admin import (
    additional_metadata,
    bulk_operation_task,
    configuration,
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
    "bulk_operation_task",
    "configuration",
    "course",
    "course_content",
    "course_run",
    "course_type",
    "organization",
    "person",
    "subject",
]
