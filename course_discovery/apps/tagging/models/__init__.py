"""The markets ("verticals") that courses are assigned to."""

from course_discovery.apps.tagging.models.configuration import UpdateCourseVerticalsConfig
from course_discovery.apps.tagging.models.course_vertical import CourseVertical
from course_discovery.apps.tagging.models.vertical import SubVertical, Vertical

__all__ = ["CourseVertical", "SubVertical", "UpdateCourseVerticalsConfig", "Vertical"]
