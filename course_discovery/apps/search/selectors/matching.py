"""Rows that match a raw query of a person, a catalog or another service."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.conf import settings

from course_discovery.apps.search import connection
from course_discovery.apps.search.documents import DOCUMENTS, CatalogueDocument, CourseDocument, CourseRunDocument
from course_discovery.apps.search.errors import InvalidQuery
from course_discovery.apps.search.queries.boosting import boosted
from course_discovery.apps.search.queries.filters import Clause
from course_discovery.apps.search.queries.query_string import query_string
from course_discovery.apps.search.queries.requests import RESTRICTION_TYPES, partner_clause
from course_discovery.lib.batches import batched

# Engines take at most 65,536 terms, and no more hits at once than MAX_RESULT_WINDOW.
VALUES_AT_ONCE = 1000
QUERIES_AT_ONCE = 100


def course_ids_matching(query: str, *, partner: str | None, query_field: str = "q") -> set[int]:
    """Return the primary keys of all official courses that match `query`, however many.

    `partner`: short code to stay within, None for all partners. InvalidQuery (an InvalidSearch whose `field` is
    `query_field`) when the query does not parse, SearchUnavailable when the engine does not answer.
    """
    matching = _matching(CourseDocument, query, partner)
    return {hit["_source"]["pk"] for hit in _all_hits(CourseDocument, matching, query_field)}


def program_ids_matching(query: str, *, partner: str | None, query_field: str = "q") -> set[int]:
    """Return the primary keys of all programs that match `query`, however many; errors as above."""
    document = DOCUMENTS["program"]
    return {hit["_source"]["pk"] for hit in _all_hits(document, _matching(document, query, partner), query_field)}


def course_run_ids_matching(
    query: str,
    *,
    partner: str | None,
    include_restricted: Collection[str] = (),
    query_field: str = "q",
) -> list[int]:
    """Return the primary keys of all official marketable runs that match `query`, the best first; errors as above.

    Restricted runs are left out unless their type is in `include_restricted`. `*` finds all of them. Hits beyond
    MAX_RESULT_WINDOW follow unranked.
    """
    excluded = [name for name in RESTRICTION_TYPES if name not in include_restricted]
    matching = _matching(CourseRunDocument, query, partner, excluded)
    body = {"query": boosted(matching), "size": settings.MAX_RESULT_WINDOW, "source": ["pk"], "track_total_hits": True}
    answer = connection.search((_alias(CourseRunDocument),), body, query_field=query_field)
    ranked = [hit["_source"]["pk"] for hit in answer["hits"]["hits"]]
    if answer["hits"]["total"]["value"] <= len(ranked):
        return ranked
    seen = set(ranked)
    others = (hit["_source"]["pk"] for hit in _all_hits(CourseRunDocument, matching, query_field))
    return [*ranked, *(pk for pk in others if pk not in seen)]


def course_matches(
    queries: Sequence[str], *, partner: str | None, uuid: str | None = None, query_field: str = "query"
) -> list[int | None]:
    """Return for each query how many courses match it, None where it does not parse.

    With `uuid` only the course of that UUID counts. One request, unless a query does not parse: then one for each.
    """
    return _matches(CourseDocument, queries, partner, uuid, query_field)


def program_matches(queries: Sequence[str], *, uuid: str, query_field: str = "program_query") -> list[int | None]:
    """Return for each query whether the program of that UUID matches it (1 or 0); otherwise as `course_matches`."""
    return _matches(DOCUMENTS["program"], queries, None, uuid, query_field)


def check_query(document_name: str, query: str, query_field: str = "query") -> None:
    """Raise InvalidQuery unless the engine can parse the query; `document_name` is a key of DOCUMENTS."""
    document = DOCUMENTS[document_name]
    connection.count((_alias(document),), _matching(document, query, None), query_field=query_field)


def _matches(
    document: type[CatalogueDocument], queries: Sequence[str], partner: str | None, uuid: str | None, query_field: str
) -> list[int | None]:
    mapping = document._doc_type.mapping.to_dict()
    clauses = [query_string(query, mapping) for query in queries]
    chosen: list[Clause] = [] if partner is None else [partner_clause(partner)]
    if uuid is not None:
        chosen.append({"term": {"uuid": uuid}})
    try:
        return list(_counts(document, clauses, chosen, query_field))
    except InvalidQuery:
        return [_count_if_valid(document, clause, chosen, query_field) for clause in clauses]


def _count_if_valid(
    document: type[CatalogueDocument], clause: Clause, chosen: list[Clause], query_field: str
) -> int | None:
    matching = {"bool": {"must": [clause], "filter": chosen}}
    try:
        return connection.count((_alias(document),), matching, query_field=query_field)
    except InvalidQuery:
        return None


def _counts(
    document: type[CatalogueDocument], clauses: Sequence[Clause], chosen: list[Clause], query_field: str
) -> Iterator[int]:
    for some in batched(clauses, QUERIES_AT_ONCE):
        body = {
            "query": {"bool": {"filter": chosen}} if chosen else {"match_all": {}},
            "aggs": {str(number): {"filter": clause} for number, clause in enumerate(some)},
            "size": 0,
        }
        answer = connection.search((_alias(document),), body, query_field=query_field)
        for number in range(len(some)):
            yield answer["aggregations"][str(number)]["doc_count"]


def course_run_keys_among(
    keys: Collection[str], query: str, *, partner: str | None, query_field: str = "query"
) -> set[str]:
    """Return those of the run keys whose indexed run, restricted or not, is the partner's and matches `query`."""
    return _values_among(CourseRunDocument, "key.raw", keys, query, partner, query_field)


def course_keys_among(
    keys: Collection[str], query: str, *, partner: str | None, query_field: str = "query"
) -> set[str]:
    """Return those of the course keys whose indexed course is the partner's and matches `query`."""
    return _values_among(CourseDocument, "key.raw", keys, query, partner, query_field)


def course_uuids_among(uuids: Collection[str], query: str, *, partner: str, query_field: str = "query") -> set[str]:
    """Return those of the course UUIDs whose indexed course is the partner's and matches `query`."""
    return _values_among(CourseDocument, "uuid", uuids, query, partner, query_field)


def _values_among(
    document: type[CatalogueDocument],
    field: str,
    values: Collection[str],
    query: str,
    partner: str | None,
    query_field: str,
) -> set[str]:
    name = field.partition(".")[0]
    found: set[str] = set()
    for some in batched(sorted(set(values)), VALUES_AT_ONCE):
        matching = _matching(document, query, partner)
        matching["bool"].setdefault("filter", []).append({"terms": {field: some}})
        # Two partners may use the same key.
        body = {"query": matching, "size": settings.MAX_RESULT_WINDOW, "source": [name]}
        hits = connection.search((_alias(document),), body, query_field=query_field)["hits"]["hits"]
        found.update(hit["_source"][name] for hit in hits)
    return found


def _matching(
    document: type[CatalogueDocument], query: str, partner: str | None, excluded_restrictions: list[str] | None = None
) -> Clause:
    matching: dict[str, list[Clause]] = {"must": [query_string(query, document._doc_type.mapping.to_dict())]}
    if partner is not None:
        matching["filter"] = [partner_clause(partner)]
    if excluded_restrictions:
        matching["must_not"] = [{"terms": {"restriction_type": excluded_restrictions}}]
    return {"bool": matching}


def _all_hits(document: type[CatalogueDocument], query: Clause, query_field: str) -> Iterator[dict[str, Any]]:
    size = settings.ELASTICSEARCH_DSL_LOAD_PER_QUERY
    body: dict[str, Any] = {"query": query, "size": size, "source": ["pk"], "sort": ["aggregation_uuid"]}
    while True:
        hits = connection.search((_alias(document),), body, query_field=query_field)["hits"]["hits"]
        yield from hits
        if len(hits) < size:
            return
        body = {**body, "search_after": hits[-1]["sort"]}


def _alias(document: type[CatalogueDocument]) -> str:
    return document._index._name
