"""From the parameters of a request to the body that the engine is sent."""

import json
from typing import Any

from course_discovery.apps.course_metadata.choices import RestrictionType
from course_discovery.apps.search.errors import InvalidSearch
from course_discovery.apps.search.queries.facets import aggregations, selection_clauses
from course_discovery.apps.search.queries.filters import Clause, Clauses, Params, filter_clauses, usable_values
from course_discovery.apps.search.queries.resources import Resource
from course_discovery.apps.search.queries.values import boolean

SEARCHED_FIELDS = ("key", "title", "text")
# Runs of one course share their aggregation key; without a last word, equal rows could change pages.
TIE_BREAK = "aggregation_uuid"
LEARNER_PATHWAY = "learner_pathway"
RESTRICTION_TYPES: tuple[str, ...] = tuple(RestrictionType.values)


def partner_clause(short_code: str) -> Clause:
    """Return the condition that a document belongs to the partner, whatever the case of its code."""
    return {"term": {"partner.lower": short_code.lower()}}


def include_restricted(params: Params) -> tuple[str, ...]:
    """Return the types of restricted runs that `include_restricted` (comma-separated) asks for."""
    named = {name.strip() for value in params.get("include_restricted", []) for name in value.split(",")}
    return tuple(name for name in RESTRICTION_TYPES if name in named)


def excluded_restrictions(params: Params) -> list[str]:
    """Return the types of restricted runs to leave out: all that are not asked for."""
    included = include_restricted(params)
    return [name for name in RESTRICTION_TYPES if name not in included]


def flag(params: Params, name: str) -> bool:
    """Read a boolean parameter, off when absent; InvalidSearch when it is neither true nor false."""
    values = usable_values(params, name)
    try:
        return bool(values) and boolean(values[-1])
    except ValueError as error:
        raise InvalidSearch(name, str(error)) from error


def search_query(resource: Resource, params: Params, *, partner: str | None, facets: bool = False) -> Clause:
    """Return the query of one request.

    `partner`: short code of the partner the request is bound to, None for a request over all partners. With `facets`
    the selected facets narrow the query, and only published, visible documents count where the resource says so.
    InvalidSearch names the parameter that makes no sense.
    """
    clauses = filter_clauses(resource.filters, params)
    if partner is not None and not (resource.names_partner and usable_values(params, "partner")):
        clauses.filter.append(partner_clause(partner))
    if resource.hides_restricted and (excluded := excluded_restrictions(params)):
        clauses.must_not.append({"terms": {"restriction_type": excluded}})
    if LEARNER_PATHWAY in resource.types and not flag(params, "include_learner_pathways"):
        clauses.must_not.append({"term": {"content_type": "learnerpathway"}})
    if facets:
        if resource.facets_show_published:
            clauses.filter.append({"term": {"published": True}})
            clauses.must_not.append({"term": {"hidden": True}})
        clauses.filter.extend(selection_clauses(resource.field_facets, resource.query_facets, params))
    return _joined(clauses, _words_clause(params))


def _words_clause(params: Params) -> Clause | None:
    """Return the phrase search of `q`: FIELDS:=WORDS restricts it to some of key, title and text.

    The first of several `q` counts, unless the last one is empty: then there is none.
    """
    values = params.get("q", [])
    if not values or not values[-1] or not values[0]:
        return None
    words, fields = values[0], list(SEARCHED_FIELDS)
    if ":=" in words:
        names, _, words = words.partition(":=")
        asked = {name.strip() for name in names.split(",")}
        fields = [name for name in SEARCHED_FIELDS if name in asked] or fields
    return {"multi_match": {"query": words, "fields": fields, "type": "phrase"}}


def _joined(clauses: Clauses, words: Clause | None) -> Clause:
    joined: dict[str, list[Clause]] = {}
    if words:
        joined["must"] = [words]
    if clauses.filter:
        joined["filter"] = clauses.filter
    if clauses.must_not:
        joined["must_not"] = clauses.must_not
    return {"bool": joined} if joined else {"match_all": {}}


def sort_keys(resource: Resource, params: Params) -> list[Clause]:
    """Return the sort: the known values of the repeatable `ordering` (`start`, `-start`, ...), else newest start first.

    Unknown values are ignored, comma lists too, as clients that send them rely on.
    """
    asked = [value for value in params.get("ordering", []) if value.removeprefix("-") in resource.sortable]
    keys = {value.removeprefix("-"): "desc" if value.startswith("-") else "asc" for value in asked}
    keys = keys or {"start": "desc", resource.key_field: "asc"}
    keys.setdefault(TIE_BREAK, "asc")
    return [{name: {"order": order}} for name, order in keys.items()]


def cursor(sort: list[Clause], text: str) -> list[str | int]:
    """Read `search_after`: the sort values of the hit to go on after, as a JSON array; InvalidSearch for anything else.

    A whole number that lost its last digits on the way, as in JavaScript the one that stands for "no date" does, is
    taken for the nearest that the engine knows.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    kinds = [int if name == "start" else str for key in sort for name in key]
    if not isinstance(values, list) or [type(value) for value in values] != kinds:
        names = ", ".join(name for key in sort for name in key)
        raise InvalidSearch("search_after", f"Must be the `sort` of a hit: a JSON array of {names}.")
    return [min(max(value, -(2**63)), 2**63 - 1) if isinstance(value, int) else value for value in values]


def facet_aggregations(resource: Resource) -> dict[str, Any]:
    """Return the aggregations of the resource's facets."""
    return aggregations(resource.field_facets, resource.query_facets, distinct=resource.distinct_counts)
