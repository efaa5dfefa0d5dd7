"""Assigning courses to verticals, and taking verticals out of use."""

from django.db import transaction

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.tagging.models import CourseVertical, SubVertical, Vertical


@transaction.atomic
def assign_vertical(course: Course, vertical: Vertical | None, sub_vertical: SubVertical | None) -> bool:
    """Assign the official course, or with None twice take its assignment's content away; return whether it had none.

    A sub-vertical alone brings its vertical. Raises ValidationError for a sub-vertical of another vertical.
    """
    assignment = CourseVertical.objects.select_for_update().filter(course=course).first()
    created = assignment is None
    assignment = assignment or CourseVertical(course=course)
    assignment.vertical, assignment.sub_vertical = vertical, sub_vertical
    assignment.save()
    return created


def deactivate_sub_verticals(vertical: Vertical) -> int:
    """Take all sub-verticals of a vertical that was deactivated out of use; return how many were in use.

    One statement, without audit rows. Activating the vertical again does not bring them back.
    """
    return SubVertical.objects.filter(vertical=vertical, is_active=True).update(is_active=False)


@transaction.atomic
def set_active(vertical: Vertical, is_active: bool) -> None:
    """Take the vertical into use or, with its sub-verticals, out of it."""
    was_active = vertical.is_active
    vertical.is_active = is_active
    vertical.save()
    if was_active and not is_active:
        deactivate_sub_verticals(vertical)
