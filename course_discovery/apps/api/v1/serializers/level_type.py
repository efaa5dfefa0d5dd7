from rest_framework import serializers

from course_discovery.rest.serializers import ReadSerializer


class LevelTypeSerializer(ReadSerializer):
    name = serializers.CharField(source="translated_name")
    sort_value = serializers.IntegerField()
