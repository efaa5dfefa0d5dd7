"""What version 2 shows of a hit: what version 1 does, its unique key and its place in the order."""

from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.search import (
    CourseHitSerializer,
    CourseRunHitSerializer,
    LearnerPathwayHitSerializer,
    PersonHitSerializer,
    ProgramHitSerializer,
)

_SORT_HELP = "The values that the hit is sorted by; as JSON, the `search_after` of the hits that follow."


class CourseRunCursorHitSerializer(CourseRunHitSerializer):
    aggregation_uuid = serializers.CharField()
    sort = serializers.ListField(help_text=_SORT_HELP)


class CourseCursorHitSerializer(CourseHitSerializer):
    aggregation_uuid = serializers.CharField()
    sort = serializers.ListField(help_text=_SORT_HELP)


class LearnerPathwayCursorHitSerializer(LearnerPathwayHitSerializer):
    aggregation_uuid = serializers.CharField()
    sort = serializers.ListField(help_text=_SORT_HELP)


class PersonCursorHitSerializer(PersonHitSerializer):
    aggregation_uuid = serializers.CharField()
    sort = serializers.ListField(help_text=_SORT_HELP)


class ProgramCursorHitSerializer(ProgramHitSerializer):
    aggregation_uuid = serializers.CharField()
    sort = serializers.ListField(help_text=_SORT_HELP)


HIT_SERIALIZERS: dict[str, type[serializers.Serializer]] = {
    "course": CourseCursorHitSerializer,
    "courserun": CourseRunCursorHitSerializer,
    "learnerpathway": LearnerPathwayCursorHitSerializer,
    "person": PersonCursorHitSerializer,
    "program": ProgramCursorHitSerializer,
}
