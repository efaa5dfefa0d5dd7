from rest_framework import serializers

from course_discovery.rest.fields import FileUrlField, StdImageField
from course_discovery.rest.serializers import ReadSerializer


class CollaboratorSerializer(ReadSerializer):
    name = serializers.CharField()
    image = StdImageField()
    image_url = FileUrlField(source="image")
    uuid = serializers.UUIDField()
