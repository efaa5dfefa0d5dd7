from django.db import models

from course_discovery.apps.course_metadata.choices import LearnerGoal
from course_discovery.lib.exact_char_field import ExactCharField
from course_discovery.lib.timestamps import TimeStampedModel


class CourseReview(TimeStampedModel):
    """What learners said of a course, as the data warehouse sums it up. Tied to courses by key alone."""

    course_key = ExactCharField(max_length=255, primary_key=True)
    reviews_count = models.IntegerField()
    avg_course_rating = models.DecimalField(max_digits=7, decimal_places=6)
    confident_learners_percentage = models.DecimalField(max_digits=9, decimal_places=6)
    most_common_goal = models.CharField(max_length=255, choices=LearnerGoal.choices)
    most_common_goal_learners_percentage = models.DecimalField(max_digits=9, decimal_places=6)
    total_enrollments = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.course_key}: {self.avg_course_rating}"
