from rest_framework import serializers

from course_discovery.rest.serializers import ReadSerializer


class ImageSerializer(ReadSerializer):
    src = serializers.URLField()
    description = serializers.CharField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    width = serializers.IntegerField(allow_null=True)


class VideoSerializer(ReadSerializer):
    src = serializers.URLField()
    description = serializers.CharField(allow_null=True)
    image = ImageSerializer(allow_null=True)
