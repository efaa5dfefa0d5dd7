from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from course_discovery.apps.api.v1.filters.course_run import (
    ORDERINGS,
    ContainsParams,
    CourseRunParams,
    filter_course_runs,
    order_course_runs,
)
from course_discovery.apps.api.v1.search_hits import keys_matching, runs_matching
from course_discovery.apps.api.v1.serializers.course_run import RUN_NEEDS, CourseRunWithProgramsSerializer
from course_discovery.apps.api.v1.views.catalogue import CatalogueViewSet
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.selectors.pages import load_course_runs, with_course
from course_discovery.apps.programs.selectors.containing import load_programs_of_runs
from course_discovery.apps.publisher.selectors.editing import editable_course_runs
from course_discovery.rest.ranked import RankedRows


class CourseRunViewSet(CatalogueViewSet):
    """CourseRun resource."""

    params_class = CourseRunParams
    queryset = CourseRun.objects.all()
    serializer_class = CourseRunWithProgramsSerializer
    lookup_field = "key"
    lookup_value_regex = r"[^/+]+[/+][^/+]+[/+][^/]+"

    def get_queryset(self) -> QuerySet[CourseRun]:
        if not self.is_editing:
            return self.of_partner(CourseRun.objects.all(), "course__partner")
        drafts = self.of_partner(CourseRun.everything.filter_drafts(), "course__partner")
        return editable_course_runs(self.request.user, drafts)

    def selected(self, queryset: QuerySet[CourseRun]) -> QuerySet[CourseRun]:
        params = self.params
        runs = filter_course_runs(queryset, params).without_restricted(include=params["include_restricted"] or ())
        if settings.RETIRED_RUN_TYPES and not params["include_retired_run_types"]:
            runs = runs.exclude(type__slug__in=settings.RETIRED_RUN_TYPES)
        return with_course(order_course_runs(runs, params["ordering"]))

    def filter_queryset(self, queryset: QuerySet[CourseRun]) -> Any:
        runs, params = self.selected(queryset), self.params
        if not params["q"] or not self.partner:
            return RankedRows.in_their_order(runs)
        include_restricted = params["include_restricted"] or []
        by_relevance = params["ordering"] not in ORDERINGS
        return runs_matching(params["q"], runs, self.partner, include_restricted, by_relevance=by_relevance)

    def get_object(self) -> CourseRun:
        """The run that the path names. Parameters that select rows of lists select here too."""
        run = get_object_or_404(self.selected(self.get_queryset().filter(key=self.kwargs["key"])))
        self.load([run])
        return run

    def load(self, rows: list[Any]) -> None:
        load_course_runs(rows, self.partner, self.sparse.needs(RUN_NEEDS))
        if self.sparse.keeps("programs"):
            load_programs_of_runs(rows, self.statuses_left_out("deleted", "unpublished", "retired"))

    @extend_schema(parameters=[ContainsParams], responses=OpenApiTypes.OBJECT)
    @action(detail=False, pagination_class=None, params_class=ContainsParams)
    def contains(self, request: Request) -> Response:
        """Which of the given runs match a query: `{"course_runs": {key: true or false}}`."""
        keys = self.params["course_run_ids"]
        matching = keys_matching(self.params["query"], keys, self.partner)
        return Response({"course_runs": {key: key in matching for key in keys}})
