"""Members of organizations' groups and those who look after organizations."""

from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.course_editor import EditingUserSerializer
from course_discovery.rest.serializers import ReadSerializer


class OrganizationUserRoleSerializer(ReadSerializer):
    id = serializers.IntegerField()
    user = EditingUserSerializer()
    role = serializers.CharField()
