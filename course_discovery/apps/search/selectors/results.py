"""Pages of search hits and their facets, as the engine gives them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from course_discovery.apps.search import connection
from course_discovery.apps.search.errors import InvalidSearch
from course_discovery.apps.search.queries import requests
from course_discovery.apps.search.queries.filters import Params
from course_discovery.apps.search.queries.resources import Resource

LAST_PAGE = "last"


class PageOutOfRange(Exception):
    """The page asked for lies beyond the last one."""


@dataclass(frozen=True)
class Page:
    """One page of hits, in the engine's order.

    `hits`: the engine's hits (`_source`, `_index`, `sort`). `count`: of all hits. `body`: the request that was sent.
    """

    hits: list[dict[str, Any]]
    count: int
    number: int
    pages: int
    body: dict[str, Any]

    @property
    def sources(self) -> list[dict[str, Any]]:
        return [hit["_source"] for hit in self.hits]


@dataclass(frozen=True)
class FieldFacetResult:
    name: str
    values: list[tuple[str | int, int]]


@dataclass(frozen=True)
class FacetedPage:
    """A page, how often each value occurs in all hits, and how many hits meet each query facet that any hit meets."""

    page: Page
    fields: list[FieldFacetResult]
    queries: dict[str, int]


def search_page(
    resource: Resource, params: Params, *, partner: str | None, page: int | str = 1, page_size: int = 20
) -> Page:
    """Return one page of what the parameters ask for.

    `partner`: short code of the partner the request is bound to, None for all partners. `page`: from 1, or "last".
    InvalidSearch for bad parameters, PageOutOfRange beyond the last page, SearchUnavailable when the engine fails.
    """
    body = {
        "query": requests.search_query(resource, params, partner=partner),
        "sort": requests.sort_keys(params),
    }
    found, _ = _fetch(resource, body, page, page_size)
    return found


def search_facets(
    resource: Resource, params: Params, *, partner: str | None, page: int | str = 1, page_size: int = 20
) -> FacetedPage:
    """Return the facets of what the parameters and the selected facets ask for, with one page; as `search_page`."""
    body = {
        "query": requests.search_query(resource, params, partner=partner, facets=True),
        "sort": requests.sort_keys(params),
        "aggs": requests.facet_aggregations(resource),
    }
    found, aggregations = _fetch(resource, body, page, page_size)
    counts = {facet.name: facet.count(aggregations) for facet in resource.query_facets}
    return FacetedPage(
        page=found,
        fields=[FieldFacetResult(facet.name, facet.values(aggregations)) for facet in resource.field_facets],
        queries={name: count for name, count in counts.items() if count},
    )


def _fetch(resource: Resource, body: dict[str, Any], page: int | str, page_size: int) -> tuple[Page, dict[str, Any]]:
    window = settings.MAX_RESULT_WINDOW
    if page == LAST_PAGE or int(page) * page_size > window:
        # Only the count tells where the last page is, and that it ends before the window does.
        total = connection.count(resource.aliases, body["query"])
        number = max(_pages(total, page_size), 1) if page == LAST_PAGE else int(page)
        offset = (number - 1) * page_size
        size = min(page_size, max(total - offset, 0))
        if size and offset + size > window:
            raise InvalidSearch("page", f"Only the first {window} hits can be paged through; narrow the search.")
        if not size and number > 1:
            raise PageOutOfRange
    else:
        number, offset, size = int(page), (int(page) - 1) * page_size, page_size
    answer = connection.search(resource.aliases, {**body, "from_": offset, "size": size, "track_total_hits": True})
    count = answer["hits"]["total"]["value"]
    pages = max(_pages(count, page_size), 1)
    if number > pages:
        raise PageOutOfRange
    return Page(answer["hits"]["hits"], count, number, pages, body), answer.get("aggregations", {})


def _pages(count: int, page_size: int) -> int:
    return -(-count // page_size)
