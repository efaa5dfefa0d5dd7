"""Learner pathways, which belong to all partners, and what they are made of."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from course_discovery.apps.api.v1.filters.learner_pathway import (
    LearnerPathwayParams,
    PathwayUuidsParams,
    StepParams,
    filter_learner_pathways,
)
from course_discovery.apps.api.v1.serializers.learner_pathway import (
    LearnerPathwayBlockSerializer,
    LearnerPathwayCourseSerializer,
    LearnerPathwayProgramSerializer,
    LearnerPathwaySerializer,
    LearnerPathwayStepSerializer,
)
from course_discovery.apps.api.v1.views.base import ReadViewSet
from course_discovery.apps.learner_pathway.choices import PathwayStatus
from course_discovery.apps.learner_pathway.models import (
    LearnerPathway,
    LearnerPathwayBlock,
    LearnerPathwayCourse,
    LearnerPathwayProgram,
    LearnerPathwayStep,
)
from course_discovery.apps.learner_pathway.selectors import pathways as selectors
from course_discovery.rest.pagination import ProxiedPagination


class PathwayPartViewSet(ReadViewSet):
    """Something with a UUID of its own that shows course runs, restricted ones only on demand."""

    params_class = StepParams
    pagination_class = ProxiedPagination
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f-]+"

    @property
    def include_restricted(self) -> Collection[str]:
        return self.params["include_restricted"] or ()


class LearnerPathwayViewSet(PathwayPartViewSet):
    """LearnerPathway resource: active ones."""

    params_class = LearnerPathwayParams
    queryset = LearnerPathway.objects.filter(status=PathwayStatus.ACTIVE)
    serializer_class = LearnerPathwaySerializer

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        pathways = filter_learner_pathways(queryset, self.params["uuid"])
        return selectors.pathways_with_nodes(pathways, self.include_restricted)

    @action(detail=True, pagination_class=None)
    def snapshot(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The same as the detail."""
        return self.retrieve(request, *args, **kwargs)

    @extend_schema(
        parameters=[PathwayUuidsParams],
        responses=serializers.ListSerializer(child=serializers.UUIDField()),
    )
    @action(detail=False, pagination_class=None, params_class=PathwayUuidsParams)
    def uuids(self, request: Request) -> Response:
        """The UUIDs of the pathways, inactive ones too, that any of the courses and programs belong to."""
        found = selectors.pathway_uuids(self.params["course_keys"] or (), self.params["program_uuids"] or ())
        return Response([str(uuid) for uuid in found])


class LearnerPathwayStepViewSet(PathwayPartViewSet):
    """LearnerPathwayStep resource: steps of all pathways."""

    queryset = LearnerPathwayStep.objects.all()
    serializer_class = LearnerPathwayStepSerializer

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return selectors.steps_with_nodes(queryset, self.include_restricted)


class LearnerPathwayCourseViewSet(PathwayPartViewSet):
    """LearnerPathwayCourse resource: courses of all steps, each by the UUID of its place in the step."""

    queryset = LearnerPathwayCourse.objects.all()
    serializer_class = LearnerPathwayCourseSerializer

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return selectors.course_nodes(self.include_restricted)


class LearnerPathwayProgramViewSet(PathwayPartViewSet):
    """LearnerPathwayProgram resource: programs of all steps, each by the UUID of its place in the step."""

    queryset = LearnerPathwayProgram.objects.all()
    serializer_class = LearnerPathwayProgramSerializer

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return selectors.program_nodes(self.include_restricted)


class LearnerPathwayBlockViewSet(ReadViewSet):
    """LearnerPathwayBlock resource: blocks of all steps."""

    pagination_class = ProxiedPagination
    queryset = LearnerPathwayBlock.objects.order_by("pk")
    serializer_class = LearnerPathwayBlockSerializer
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f-]+"
