"""Courses that resemble a course in skills and subjects."""

from django.db import models
from solo.models import SingletonModel

from course_discovery.lib.timestamps import TimeStampedModel


class CourseRecommendation(TimeStampedModel):
    """`recommended_course` has skills or subjects of `course`.

    A length counts those that both have; a ratio divides it by how many there are in either.
    """

    course = models.ForeignKey("course_metadata.Course", models.CASCADE, related_name="course_recommendations")
    recommended_course = models.ForeignKey("course_metadata.Course", models.CASCADE, related_name="+")
    skills_intersection_ratio = models.FloatField()
    skills_intersection_length = models.IntegerField()
    subjects_intersection_ratio = models.FloatField()
    subjects_intersection_length = models.IntegerField()

    class Meta(TimeStampedModel.Meta):
        unique_together = (("course", "recommended_course"),)

    def __str__(self) -> str:
        return f"{self.course}: {self.recommended_course}"


class UpdateCourseRecommendationsConfig(SingletonModel):
    """What the command update_course_recommendations does with --args-from-database."""

    all_courses = models.BooleanField(default=False, verbose_name="All courses")
    uuids = models.TextField(
        blank=True, default="", verbose_name="UUIDs of courses", help_text="Separated by white space."
    )
    num_past_days = models.IntegerField(
        default=10, help_text="Otherwise: courses that were made, or whose skills changed, in so many days."
    )

    class Meta:
        verbose_name = "update_course_recommendations argument"

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
