"""Which courses are like which. Skills themselves are models of taxonomy-connector."""

from course_discovery.apps.taxonomy_support.models.course_recommendation import (
    CourseRecommendation,
    UpdateCourseRecommendationsConfig,
)

__all__ = ["CourseRecommendation", "UpdateCourseRecommendationsConfig"]
