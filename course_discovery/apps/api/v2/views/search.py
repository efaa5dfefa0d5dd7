"""Search over everything, in pages that follow one another by a cursor."""

import json
from collections.abc import Callable

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from course_discovery.apps.api.v1.search_results import Hits, Results
from course_discovery.apps.api.v1.views.search import DetailedSearchViewSet, documented
from course_discovery.apps.api.v2.serializers.search import HIT_SERIALIZERS
from course_discovery.apps.search.queries import resources
from course_discovery.apps.search.queries.filters import Params
from course_discovery.apps.search.selectors.results import CursorPage, search_after


@documented(
    resources.ALL_BY_CURSOR,
    PolymorphicProxySerializer(
        component_name="SearchCursorHit",
        serializers=list(HIT_SERIALIZERS.values()),
        resource_type_field_name=None,
        many=True,
    ),
)
class SearchAllViewSet(DetailedSearchViewSet):
    """Everything in the catalogue, however much: each page links to the hits that follow its last one.

    A POST takes the same parameters in its body, and searches all partners.
    """

    resource = resources.ALL_BY_CURSOR
    hit_serializers = HIT_SERIALIZERS
    all_partners_by_post = True

    @extend_schema(request={"application/json": {"type": "object"}}, responses={"200": {"type": "object"}})
    def create(self, request: Request) -> Response:
        return self.list(request)

    def _page(self, shown: Callable[[Hits, Params], Results]) -> Response:
        params, page = self._found(search_after)
        envelope = {"count": page.count, "next": self._next(page), "previous": None, "facets": {}}
        return self._answer(page, {**envelope, "results": shown(page.hits, params)})

    def _next(self, page: CursorPage) -> str | None:
        if page.next_cursor is None:
            return None
        address = remove_query_param(self.request.build_absolute_uri(), "page")
        return replace_query_param(address, "search_after", json.dumps(page.next_cursor))
