from typing import Any

from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.marketing import tracked_url
from course_discovery.apps.api.v1.serializers.organization import MinimalOrganizationSerializer
from course_discovery.rest.fields import UrlImageField
from course_discovery.rest.serializers import ReadSerializer


class RecommendedCourseSerializer(ReadSerializer):
    """A course that `programs.selectors.recommendations` has found.

    Context: `tracking`, the query string that marketing addresses get, "" for none.
    """

    sparse_when_nested = True

    key = serializers.CharField()
    uuid = serializers.UUIDField()
    title = serializers.CharField(allow_null=True)
    owners = MinimalOrganizationSerializer(source="loaded_owners", many=True)
    image = UrlImageField(source="image_url")
    short_description = serializers.CharField(allow_null=True)
    type = serializers.UUIDField(source="type.uuid")
    url_slug = serializers.SerializerMethodField(help_text="Always null.")
    course_run_keys = serializers.SerializerMethodField()
    marketing_url = serializers.SerializerMethodField()

    def get_url_slug(self, course: Any) -> str | None:
        return None

    def get_course_run_keys(self, course: Any) -> list[str]:
        return [run.key for run in course.course_runs.all()]

    def get_marketing_url(self, course: Any) -> str | None:
        return tracked_url(course, self.context.get("tracking", ""))


class CourseRecommendationSerializer(ReadSerializer):
    """A course with `recommended_courses` set on it."""

    uuid = serializers.UUIDField()
    recommendations = RecommendedCourseSerializer(source="recommended_courses", many=True)
