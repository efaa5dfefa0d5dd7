"""Parameters of learner pathways and what they are made of."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework import serializers

from course_discovery.rest.params import CsvParam, QueryParams, UuidCsvParam


class StepParams(QueryParams):
    include_restricted = CsvParam(help_text="Keep runs of these restriction types, comma-separated.")


class LearnerPathwayParams(StepParams):
    uuid = UuidCsvParam(help_text="UUIDs of pathways, comma-separated.")


class PathwayUuidsParams(QueryParams):
    course_keys = serializers.ListField(
        child=serializers.CharField(allow_blank=True),
        required=False,
        help_text="Pathways with this course, named by its key or by one of its runs; may be repeated.",
    )
    program_uuids = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        help_text="Pathways with this program; may be repeated.",
    )


def filter_learner_pathways(pathways: QuerySet[Any], uuids: list[UUID] | None) -> QuerySet[Any]:
    return pathways.filter(uuid__in=uuids) if uuids else pathways
