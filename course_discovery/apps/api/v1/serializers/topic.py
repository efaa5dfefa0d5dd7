from rest_framework import serializers

from course_discovery.rest.serializers import ReadSerializer


class TopicSerializer(ReadSerializer):
    """Texts in the active language."""

    name = serializers.CharField()
    subtitle = serializers.CharField(allow_null=True)
    description = serializers.CharField(allow_null=True)
    long_description = serializers.CharField(allow_null=True)
    banner_image_url = serializers.URLField(allow_null=True)
    slug = serializers.SlugField()
    uuid = serializers.UUIDField()
