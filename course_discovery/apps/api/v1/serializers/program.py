from typing import Any

from rest_framework import serializers

from course_discovery.rest.serializers import ReadSerializer


class ProgramTypeAttrsSerializer(ReadSerializer):
    uuid = serializers.UUIDField()
    slug = serializers.SlugField()
    coaching_supported = serializers.BooleanField()


class NestedProgramSerializer(ReadSerializer):
    """A program as courses and runs name it."""

    uuid = serializers.UUIDField()
    title = serializers.CharField()
    # Clients compare it: the name before translation.
    type = serializers.CharField(source="type.name")
    type_attrs = ProgramTypeAttrsSerializer(source="type")
    marketing_slug = serializers.CharField()
    marketing_url = serializers.CharField(allow_null=True)
    number_of_courses = serializers.SerializerMethodField()

    def get_number_of_courses(self, program: Any) -> int:
        return len(program.courses.all())
