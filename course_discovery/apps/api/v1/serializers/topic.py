from rest_framework import serializers

from course_discovery.rest.fields import TranslatedTextField
from course_discovery.rest.serializers import ReadSerializer


class TopicSerializer(ReadSerializer):
    """Texts in the active language."""

    name = TranslatedTextField()
    subtitle = TranslatedTextField(allow_null=True)
    description = TranslatedTextField(allow_null=True)
    long_description = TranslatedTextField(allow_null=True)
    banner_image_url = serializers.URLField(allow_null=True)
    slug = serializers.SlugField()
    uuid = serializers.UUIDField()
