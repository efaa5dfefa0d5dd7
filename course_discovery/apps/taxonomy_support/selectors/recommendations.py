"""Courses that resemble a course."""

from typing import NamedTuple

from django.db.models import F, prefetch_related_objects

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.taxonomy_support.models import CourseRecommendation

AT_MOST = 100
# The most alike first; rows that nothing tells apart in the order of their making.
_LIKENESS = (
    "-skills_intersection_ratio",
    "-skills_intersection_length",
    "-subjects_intersection_ratio",
    "-subjects_intersection_length",
    F("recommended_course__enrollment_count").desc(nulls_last=True),
    "pk",
)


class Recommendations(NamedTuple):
    """At most 100 each, the most alike first: of anybody, and of the organizations that offer the course."""

    of_all: list[CourseRecommendation]
    of_same_organizations: list[CourseRecommendation]


def recommendations_for(course: Course) -> Recommendations:
    """Return what is recommended to those who look at an official course, with its organizations; three queries."""
    rows = CourseRecommendation.objects.filter(course=course).select_related("recommended_course").order_by(*_LIKENESS)
    organizations = Course.authoring_organizations.through.objects.filter(course=course).values("organization")
    # A course of two shared organizations is one course all the same.
    related = Course.objects.filter(authoring_organizations__in=organizations)
    found = Recommendations(list(rows[:AT_MOST]), list(rows.filter(recommended_course__in=related)[:AT_MOST]))
    courses = [row.recommended_course for row in (*found.of_all, *found.of_same_organizations)]
    prefetch_related_objects(courses, "authoring_organizations")
    return found
