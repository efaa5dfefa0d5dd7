"""Courses and runs to edit, as tests of services have them."""

from course_discovery.apps.publisher.tests.services.conftest import new_course, new_run, organization

__all__ = ["new_course", "new_run", "organization"]
