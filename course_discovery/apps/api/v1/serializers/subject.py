from rest_framework import serializers

from course_discovery.rest.fields import TranslatedTextField
from course_discovery.rest.serializers import ReadSerializer


class SubjectSerializer(ReadSerializer):
    """Texts in the active language."""

    name = TranslatedTextField()
    subtitle = TranslatedTextField(allow_null=True)
    description = TranslatedTextField(allow_null=True)
    banner_image_url = serializers.URLField(allow_null=True)
    card_image_url = serializers.URLField(allow_null=True)
    slug = serializers.SlugField()
    uuid = serializers.UUIDField()
