"""Learner pathways, their steps and what these consist of; `learner_pathway.selectors.pathways` loads the rows."""

from typing import Any

from rest_framework import serializers

from course_discovery.apps.learner_pathway.choices import NodeType
from course_discovery.rest.fields import AbsoluteFileUrlField
from course_discovery.rest.serializers import ReadSerializer


class PathwayCourseRunSerializer(ReadSerializer):
    key = serializers.CharField()


class PathwayProgramCourseSerializer(ReadSerializer):
    key = serializers.CharField()
    course_runs = PathwayCourseRunSerializer(many=True)


class LearnerPathwayCourseSerializer(ReadSerializer):
    key = serializers.CharField(source="course.key")
    course_runs = PathwayCourseRunSerializer(source="course.course_runs", many=True)
    title = serializers.CharField(source="course.title", allow_null=True)
    short_description = serializers.CharField(source="course.short_description", allow_null=True)
    card_image_url = serializers.CharField(source="course.image_url", allow_null=True)
    content_type = serializers.SerializerMethodField()

    def get_content_type(self, node: Any) -> str:
        return NodeType.COURSE.value


class LearnerPathwayProgramSerializer(ReadSerializer):
    """`uuid` is that of the program; addresses name the node by one of its own."""

    uuid = serializers.UUIDField(source="program.uuid")
    title = serializers.CharField(source="program.title")
    short_description = serializers.CharField(source="program.subtitle", allow_null=True)
    card_image_url = serializers.CharField(source="program.card_image_link", allow_null=True)
    content_type = serializers.SerializerMethodField()
    courses = PathwayProgramCourseSerializer(source="program.courses", many=True)

    def get_content_type(self, node: Any) -> str:
        return NodeType.PROGRAM.value


class LearnerPathwayBlockSerializer(ReadSerializer):
    uuid = serializers.UUIDField()
    step = serializers.IntegerField(source="step_id")
    course = serializers.IntegerField(source="course_id")
    block_id = serializers.CharField()


class LearnerPathwayStepSerializer(ReadSerializer):
    uuid = serializers.UUIDField()
    min_requirement = serializers.IntegerField()
    courses = LearnerPathwayCourseSerializer(many=True)
    programs = LearnerPathwayProgramSerializer(many=True)


class LearnerPathwaySerializer(ReadSerializer):
    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    title = serializers.CharField()
    status = serializers.CharField()
    banner_image = AbsoluteFileUrlField()
    card_image = AbsoluteFileUrlField()
    overview = serializers.CharField()
    steps = LearnerPathwayStepSerializer(many=True)
