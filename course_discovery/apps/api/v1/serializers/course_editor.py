from typing import Any

from rest_framework import serializers

from course_discovery.rest.serializers import ReadSerializer


class EditingUserSerializer(ReadSerializer):
    id = serializers.IntegerField()
    full_name = serializers.SerializerMethodField()
    email = serializers.EmailField()

    def get_full_name(self, user: Any) -> str:
        return user.get_full_name() or user.get_username()


class CourseEditorSerializer(ReadSerializer):
    id = serializers.IntegerField()
    user = EditingUserSerializer()
    course = serializers.UUIDField(source="course.uuid")
