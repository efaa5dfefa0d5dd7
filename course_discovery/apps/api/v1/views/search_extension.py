"""Facets that count courses, not only documents."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from course_discovery.apps.api.v1.filters.search import documented_parameters
from course_discovery.apps.api.v1.views.search import SearchViewSet
from course_discovery.apps.search.queries import resources
from course_discovery.apps.search.selectors.results import search_facets


class DistinctFacetsViewSet(SearchViewSet):
    """The facets of everything; `distinct_count` counts the runs of one course as one."""

    resource = resources.ALL_DISTINCT

    @extend_schema(
        operation_id="extensions_search_all_facets",
        parameters=documented_parameters(resources.ALL_DISTINCT, facets=True),
        responses=OpenApiTypes.OBJECT,
    )
    def facets(self, request: Request) -> Response:
        params, found = self._found(search_facets)
        page = found.page
        objects = {
            **self._envelope(page),
            "results": self._listed(page.hits, params),
            "distinct_count": found.distinct_count,
        }
        queries, fields = self._query_facets(found), self._field_facets(found)
        return self._answer(page, {"dates": {}, "queries": queries, "fields": fields, "objects": objects})
