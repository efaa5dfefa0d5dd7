from typing import Any

from rest_framework import serializers

from course_discovery.rest.serializers import ReadSerializer


class CourseReviewSerializer(ReadSerializer):
    course_key = serializers.CharField()
    reviews_count = serializers.IntegerField()
    avg_course_rating = serializers.DecimalField(max_digits=7, decimal_places=6)
    confident_learners_percentage = serializers.DecimalField(max_digits=9, decimal_places=6)
    most_common_goal = serializers.SerializerMethodField()
    most_common_goal_learners_percentage = serializers.DecimalField(max_digits=9, decimal_places=6)
    total_enrollments = serializers.IntegerField(help_text="Of the last twelve months.")

    def get_most_common_goal(self, review: Any) -> str:
        """In words; a code that nobody knows as it is."""
        return str(review.get_most_common_goal_display())
