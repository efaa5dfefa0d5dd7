from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.program_type import ProgramTypeAttrsSerializer
from course_discovery.rest.serializers import ReadSerializer


class NestedProgramSerializer(ReadSerializer):
    """A program as courses and runs name it, from programs.selectors.containing."""

    uuid = serializers.UUIDField()
    title = serializers.CharField()
    # Clients compare it: the name before translation.
    type = serializers.CharField(source="type.name", allow_null=True)
    type_attrs = ProgramTypeAttrsSerializer(source="type", allow_null=True)
    marketing_slug = serializers.CharField()
    marketing_url = serializers.CharField(allow_null=True)
    number_of_courses = serializers.IntegerField()
