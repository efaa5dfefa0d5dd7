from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.program import MinimalProgramSerializer
from course_discovery.rest.serializers import ReadSerializer


class PathwaySerializer(ReadSerializer):
    """Of what it shows, `fields` and `omit` choose among the keys of courses and runs only."""

    sparse_when_outermost = False

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    name = serializers.CharField()
    org_name = serializers.CharField()
    email = serializers.CharField()
    programs = MinimalProgramSerializer(many=True)
    description = serializers.CharField(allow_null=True)
    status = serializers.CharField()
    destination_url = serializers.URLField(allow_null=True)
    pathway_type = serializers.CharField()
    course_run_statuses = serializers.ListField(child=serializers.CharField())
