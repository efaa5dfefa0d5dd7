from typing import Any

from rest_framework import serializers

from course_discovery.rest.fields import StdImageField
from course_discovery.rest.serializers import ReadSerializer


class ProgramTypeAttrsSerializer(ReadSerializer):
    uuid = serializers.UUIDField()
    slug = serializers.SlugField()
    coaching_supported = serializers.BooleanField()


class ProgramTypeSerializer(ReadSerializer):
    """The name is in the active language."""

    uuid = serializers.UUIDField()
    name = serializers.SerializerMethodField()
    logo_image = StdImageField()
    applicable_seat_types = serializers.SerializerMethodField()
    slug = serializers.SlugField()
    coaching_supported = serializers.BooleanField()

    def get_name(self, program_type: Any) -> str:
        return str(program_type)

    def get_applicable_seat_types(self, program_type: Any) -> list[str]:
        return [seat_type.slug for seat_type in program_type.applicable_seat_types.all()]
