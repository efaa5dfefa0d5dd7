"""Search over documents of several types, or of one."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
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
from course_discovery.apps.api.v1.search_details import detailed_results
from course_discovery.apps.api.v1.search_hits import engine_errors_as_answers
from course_discovery.apps.api.v1.search_results import Hits, Results, listed_results
from course_discovery.apps.api.v1.serializers.search import (
    HIT_SERIALIZERS,
    CourseHitSerializer,
    CourseRunHitSerializer,
    FacetValueSerializer,
    LimitedHitSerializer,
    PersonHitSerializer,
    ProgramHitSerializer,
    QueryFacetSerializer,
)
from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.apps.search.queries import resources
from course_discovery.apps.search.queries.facets import SELECTED, SELECTED_QUERY, SELECTION_SUFFIX, FacetCount
from course_discovery.apps.search.queries.filters import Params
from course_discovery.apps.search.queries.resources import Resource
from course_discovery.apps.search.selectors.results import (
    FacetedPage,
    Page,
    PageOutOfRange,
    search_facets,
    search_page,
)


class SearchViewSet(ViewSet):
    """Pages of hits and their facets. Anybody who is logged in may search the catalogue of the request's partner."""

    permission_classes = (IsAuthenticated,)
    resource: Resource
    hit_serializers = HIT_SERIALIZERS
    # Whether a POST searches the catalogues of all partners, as clients that send whole filters expect.
    all_partners_by_post = False

    def list(self, request: Request) -> Response:
        return self._page(self._listed)

    @action(detail=False)
    def facets(self, request: Request) -> Response:
        params, found = self._found(search_facets)
        page = found.page
        objects = {**self._envelope(page), "results": self._listed(page.hits, params)}
        fields, queries = self._field_facets(found), self._query_facets(found)
        return self._answer(page, {"fields": fields, "dates": {}, "queries": queries, "objects": objects})

    def _page(self, shown: Callable[[Hits, Params], Results]) -> Response:
        params, page = self._found(search_page)
        return self._answer(page, {**self._envelope(page), "facets": {}, "results": shown(page.hits, params)})

    def _envelope(self, page: Page) -> dict[str, Any]:
        return {"count": page.count, "next": self._link(page, +1), "previous": self._link(page, -1)}

    def _answer(self, page: Any, data: dict[str, Any]) -> Response:
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

    def _listed(self, hits: Hits, params: Params) -> Results:
        with engine_errors_as_answers():
            choice = search_params.run_choice(params)
        context = {"request": self.request, "detail_fields": search_params.wants_details(params)}
        shown_by = {name: serializer(context=context) for name, serializer in self.hit_serializers.items()}
        return listed_results(hits, choice, shown_by)

    def _link(self, page: Page, step: int) -> str | None:
        number, address = page.number + step, self.request.build_absolute_uri()
        if not 1 <= number <= page.pages:
            return None
        return remove_query_param(address, "page") if number == 1 else replace_query_param(address, "page", number)

    def _field_facets(self, found: FacetedPage) -> dict[str, Any]:
        selected = self.request.query_params.getlist(SELECTED)
        return {
            name: [
                {
                    "text": value.text,
                    **self._facet(value, SELECTED, {*selected, f"{name}{SELECTION_SUFFIX}:{value.text}"}),
                }
                for value in values
            ]
            for name, values in found.fields.items()
        }

    def _query_facets(self, found: FacetedPage) -> dict[str, Any]:
        selected = self.request.query_params.getlist(SELECTED_QUERY)
        return {name: self._facet(number, SELECTED_QUERY, {*selected, name}) for name, number in found.queries.items()}

    def _facet(self, number: FacetCount, parameter: str, values: Iterable[str]) -> dict[str, Any]:
        facet = {"count": number.count, "narrow_url": self._narrowed(parameter, values)}
        return facet if number.distinct_count is None else {**facet, "distinct_count": number.distinct_count}

    def _narrowed(self, parameter: str, values: Iterable[str]) -> str:
        query: QueryDict = self.request.query_params.copy()
        query.pop("page", None)
        query.setlist(parameter, sorted(values))
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


class DetailedSearchViewSet(SearchViewSet):
    """The same, and the hits as the resources of their types show them."""

    @action(detail=False)
    def details(self, request: Request) -> Response:
        return self._page(self._detailed)

    def _detailed(self, hits: Hits, params: Params) -> Results:
        with engine_errors_as_answers():
            choice = search_params.run_choice(params)
        return detailed_results(hits, choice, self.request)


def documented(resource: Resource, hit: Any) -> Callable[[type], type]:
    """Describe the actions of a view set over `resource`, whose results are `hit`, for the API schema."""
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
    listed = documented_parameters(resource, facets=False)
    actions = {
        "list": extend_schema(parameters=listed, responses=page),
        "facets": extend_schema(parameters=documented_parameters(resource, facets=True), responses=facets),
        "details": extend_schema(parameters=listed, responses=OpenApiTypes.OBJECT),
    }

    def decorate(view: type) -> type:
        return extend_schema_view(**{name: entry for name, entry in actions.items() if hasattr(view, name)})(view)

    return decorate


@documented(
    resources.ALL,
    PolymorphicProxySerializer(
        component_name="SearchHit",
        serializers=list(HIT_SERIALIZERS.values()),
        resource_type_field_name=None,
        many=True,
    ),
)
class SearchAllViewSet(DetailedSearchViewSet):
    """Everything in the catalogue. A POST takes the same parameters in its body, and searches all partners."""

    resource = resources.ALL
    all_partners_by_post = True

    @extend_schema(request={"application/json": {"type": "object"}}, responses={"200": {"type": "object"}})
    def create(self, request: Request) -> Response:
        return self.list(request)


@documented(resources.LIMITED, LimitedHitSerializer(many=True))
class SearchLimitedViewSet(SearchViewSet):
    """Courses, course runs and programs, of which only what identifies them is shown."""

    resource = resources.LIMITED
    hit_serializers = dict.fromkeys(HIT_SERIALIZERS, LimitedHitSerializer)


@documented(resources.COURSES, CourseHitSerializer(many=True))
class SearchCoursesViewSet(DetailedSearchViewSet):
    """Courses."""

    resource = resources.COURSES


@documented(resources.COURSE_RUNS, CourseRunHitSerializer(many=True))
class SearchCourseRunsViewSet(DetailedSearchViewSet):
    """Course runs."""

    resource = resources.COURSE_RUNS


@documented(resources.PROGRAMS, ProgramHitSerializer(many=True))
class SearchProgramsViewSet(DetailedSearchViewSet):
    """Programs."""

    resource = resources.PROGRAMS


@documented(resources.PEOPLE, PersonHitSerializer(many=True))
class SearchPeopleViewSet(DetailedSearchViewSet):
    """People."""

    resource = resources.PEOPLE
