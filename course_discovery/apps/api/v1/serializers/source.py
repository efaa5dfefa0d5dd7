from rest_framework import serializers

from course_discovery.rest.serializers import ReadSerializer


class SourceSerializer(ReadSerializer):
    name = serializers.CharField()
    slug = serializers.SlugField()
    description = serializers.CharField()
