"""Search over documents of several types, or of one."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import (
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_serializer,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.viewsets import ViewSet

from course_discovery.apps.api.v1.filters import search as search_params
from course_discovery.apps.api.v1.filters.search import documented_parameters, request_params
from course_discovery.apps.api.v1.search_hits import engine_errors_as_answers
from course_discovery.apps.api.v1.serializers.search import (
    HIT_SERIALIZERS,
    CourseHitSerializer,
    CourseRunHitSerializer,
    FacetValueSerializer,
    QueryFacetSerializer,
)
from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.apps.search.queries import resources
from course_discovery.apps.search.queries.facets import SELECTED, SELECTED_QUERY, SELECTION_SUFFIX
from course_discovery.apps.search.queries.filters import Params
from course_discovery.apps.search.queries.resources import Resource
from course_discovery.apps.search.selectors.course_results import live_courses
from course_discovery.apps.search.selectors.results import (
    FacetedPage,
    Page,
    PageOutOfRange,
    search_facets,
    search_page,
)

Results = list[dict[str, Any]]


class SearchViewSet(ViewSet):
    """Pages of hits and their facets. Anybody who is logged in may search the catalogue of the request's partner."""

    permission_classes = (IsAuthenticated,)
    resource: Resource
    # Whether a POST searches the catalogues of all partners, as clients that send whole filters expect.
    all_partners_by_post = False

    def list(self, request: Request) -> Response:
        params, page = self._found(search_page)
        return self._answer(
            page,
            {
                "count": page.count,
                "next": self._link(page, +1),
                "previous": self._link(page, -1),
                "facets": {},
                "results": self._results(page, params),
            },
        )

    @action(detail=False)
    def facets(self, request: Request) -> Response:
        params, found = self._found(search_facets)
        page = found.page
        return self._answer(
            page,
            {
                "fields": self._field_facets(found),
                "dates": {},
                "queries": self._query_facets(found),
                "objects": {
                    "count": page.count,
                    "next": self._link(page, +1),
                    "previous": self._link(page, -1),
                    "results": self._results(page, params),
                },
            },
        )

    def _answer(self, page: Page, data: dict[str, Any]) -> Response:
        response = Response(data)
        # For pages of ours that show what was asked of the engine; it is not part of the body.
        response.search_body = page.body  # type: ignore[attr-defined]
        return response

    def _found(self, find: Callable[..., Any]) -> tuple[Params, Any]:
        params = request_params(self.request)
        number, size = search_params.page_number(params), search_params.page_size(params)
        try:
            with engine_errors_as_answers():
                return params, find(self.resource, params, partner=self._partner_code(), page=number, page_size=size)
        except PageOutOfRange:
            raise NotFound("Invalid page.") from None

    def _partner_code(self) -> str | None:
        if self.request.method == "POST" and self.all_partners_by_post:
            return None
        partner = partner_for_request(self.request)
        return partner.short_code if partner else ""

    def _results(self, page: Page, params: Params) -> Results:
        with engine_errors_as_answers():
            choice = search_params.run_choice(params)
        courses = [source["pk"] for source in page.sources if source["content_type"] == "course"]
        live = live_courses(courses, choice)
        context = {"request": self.request, "detail_fields": search_params.wants_details(params)}
        shown_by = {name: serializer(context=context) for name, serializer in HIT_SERIALIZERS.items()}
        results: Results = []
        for source in page.sources:
            kind = source["content_type"]
            if kind == "course":
                now = live.get(source["pk"])
                # Deleted since it was indexed: shown as the index knows it, without runs.
                source = {**source, "course_runs": [], **(vars(now) if now else {})}
            results.append(shown_by[kind].to_representation(source))
        return results

    def _link(self, page: Page, step: int) -> str | None:
        number, address = page.number + step, self.request.build_absolute_uri()
        if not 1 <= number <= page.pages:
            return None
        return remove_query_param(address, "page") if number == 1 else replace_query_param(address, "page", number)

    def _field_facets(self, found: FacetedPage) -> dict[str, Any]:
        selected = self.request.query_params.getlist(SELECTED)
        return {
            facet.name: [
                {
                    "text": text,
                    "count": count,
                    "narrow_url": self._narrowed(SELECTED, {*selected, f"{facet.name}{SELECTION_SUFFIX}:{text}"}),
                }
                for text, count in facet.values
            ]
            for facet in found.fields
        }

    def _query_facets(self, found: FacetedPage) -> dict[str, Any]:
        selected = self.request.query_params.getlist(SELECTED_QUERY)
        return {
            name: {"count": count, "narrow_url": self._narrowed(SELECTED_QUERY, {*selected, name})}
            for name, count in found.queries.items()
        }

    def _narrowed(self, parameter: str, values: Iterable[str]) -> str:
        query: QueryDict = self.request.query_params.copy()
        query.pop("page", None)
        query.setlist(parameter, sorted(values))
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


def _documented(resource: Resource, hit: Any) -> Callable[[type], type]:
    name = "".join(word.title() for word in resource.name.split("_"))
    page_fields = {
        "count": serializers.IntegerField(),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
    }
    results = serializers.ListField(child=hit) if isinstance(hit, serializers.Serializer) else hit
    no_facets = serializers.DictField()
    page = inline_serializer(f"Search{name}Page", {**page_fields, "facets": no_facets, "results": results})
    # A page is one object, although the action's name is `list`.
    extend_schema_serializer(many=False)(type(page))
    objects = inline_serializer(f"Search{name}Objects", {**page_fields, "results": results})
    facets = inline_serializer(
        f"Search{name}Facets",
        {
            "fields": serializers.DictField(child=FacetValueSerializer(many=True)),
            "dates": serializers.DictField(),
            "queries": serializers.DictField(child=QueryFacetSerializer()),
            "objects": objects,
        },
    )
    return extend_schema_view(
        list=extend_schema(parameters=documented_parameters(resource, facets=False), responses=page),
        facets=extend_schema(parameters=documented_parameters(resource, facets=True), responses=facets),
    )


@_documented(
    resources.ALL,
    PolymorphicProxySerializer(
        component_name="SearchHit",
        serializers=[CourseHitSerializer, CourseRunHitSerializer],
        resource_type_field_name=None,
        many=True,
    ),
)
class SearchAllViewSet(SearchViewSet):
    """Everything in the catalogue. A POST takes the same parameters in its body, and searches all partners."""

    resource = resources.ALL
    all_partners_by_post = True

    @extend_schema(request={"application/json": {"type": "object"}}, responses={"200": {"type": "object"}})
    def create(self, request: Request) -> Response:
        return self.list(request)


@_documented(resources.COURSES, CourseHitSerializer(many=True))
class SearchCoursesViewSet(SearchViewSet):
    """Courses."""

    resource = resources.COURSES


@_documented(resources.COURSE_RUNS, CourseRunHitSerializer(many=True))
class SearchCourseRunsViewSet(SearchViewSet):
    """Course runs."""

    resource = resources.COURSE_RUNS
