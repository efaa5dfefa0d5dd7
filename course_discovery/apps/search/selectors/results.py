"""Pages of search hits and their facets, as the engine gives them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from course_discovery.apps.search import connection
from course_discovery.apps.search.errors import InvalidSearch
from course_discovery.apps.search.queries import requests
from course_discovery.apps.search.queries.facets import FacetCount, FacetValue, distinct_total
from course_discovery.apps.search.queries.filters import Params, usable_values
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


@dataclass(frozen=True)
class CursorPage:
    """Hits in the engine's order; `next_cursor` is the `sort` of the last one, None when none follows it."""

    hits: list[dict[str, Any]]
    count: int
    next_cursor: list[str | int] | None
    body: dict[str, Any]


@dataclass(frozen=True)
class FacetedPage:
    """A page, how often each value occurs in all hits, and how many hits meet each query facet that any hit meets.

    `distinct_count`: how many things the hits stand for, None where the resource does not count them.
    """

    page: Page
    fields: dict[str, list[FacetValue]]
    queries: dict[str, FacetCount]
    distinct_count: int | None


def search_page(
    resource: Resource, params: Params, *, partner: str | None, page: int | str = 1, page_size: int = 20
) -> Page:
    """Return one page of what the parameters ask for.

    `partner`: short code of the partner the request is bound to, None for all partners. `page`: from 1, or "last".
    InvalidSearch for bad parameters, PageOutOfRange beyond the last page, SearchUnavailable when the engine fails.
    """
    body = {
        "query": requests.search_query(resource, params, partner=partner),
        "sort": requests.sort_keys(resource, params),
    }
    found, _ = _fetch(resource, body, page, page_size)
    return found


def search_facets(
    resource: Resource, params: Params, *, partner: str | None, page: int | str = 1, page_size: int = 20
) -> FacetedPage:
    """Return the facets of what the parameters and the selected facets ask for, with one page; as `search_page`."""
    body = {
        "query": requests.search_query(resource, params, partner=partner, facets=True),
        "sort": requests.sort_keys(resource, params),
        "aggs": requests.facet_aggregations(resource),
    }
    found, aggregations = _fetch(resource, body, page, page_size)
    counts = {facet.name: facet.count(aggregations) for facet in resource.query_facets}
    return FacetedPage(
        page=found,
        fields={facet.name: facet.values(aggregations) for facet in resource.field_facets},
        queries={name: number for name, number in counts.items() if number.count},
        distinct_count=distinct_total(aggregations),
    )


def search_after(
    resource: Resource, params: Params, *, partner: str | None, page_size: int = 20, page: int | str = 1
) -> CursorPage:
    """Return the hits that follow the cursor `search_after` of the parameters; without one, page number `page`.

    A page larger than the engine's window comes in several. Errors as of `search_page`.
    """
    sort = requests.sort_keys(resource, params)
    cursors = usable_values(params, "search_after")
    size = min(page_size, settings.MAX_RESULT_WINDOW - 1)
    if not cursors:
        first = search_page(resource, params, partner=partner, page=page, page_size=size)
        follows = first.number < first.pages
        return CursorPage(first.hits, first.count, first.hits[-1]["sort"] if follows else None, first.body)
    body = {"query": requests.search_query(resource, params, partner=partner), "sort": sort}
    after = requests.cursor(sort, cursors[-1])
    # One hit more than is shown tells whether another page follows.
    answer = connection.search(
        resource.aliases, {**body, "search_after": after, "size": size + 1, "track_total_hits": True}
    )
    hits = answer["hits"]["hits"]
    next_cursor = hits[size - 1]["sort"] if len(hits) > size else None
    return CursorPage(hits[:size], answer["hits"]["total"]["value"], next_cursor, body)


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
