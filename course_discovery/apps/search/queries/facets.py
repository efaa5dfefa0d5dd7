"""The facets of search endpoints, each said once: a definition yields the aggregation, the numbers that are shown and
the condition of a selection, so that selecting a value always yields the count it was advertised with.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from course_discovery.apps.search.errors import InvalidSearch
from course_discovery.apps.search.queries.filters import Clause, Params, usable_values
from course_discovery.apps.search.queries.values import READ, Kind

SELECTED = "selected_facets"
SELECTED_QUERY = "selected_query_facets"
SELECTION_SUFFIX = "_exact"
# Each index answers with its own most frequent values; asking for more than are shown keeps the sums exact.
_ASKED = 1000
_SHOWN = 10


@dataclass(frozen=True)
class FieldFacet:
    """How often each value of a field occurs; at most `size` values are shown, the most frequent first."""

    name: str
    field: str
    kind: Kind = Kind.KEYWORD
    all_values: bool = False

    @property
    def size(self) -> int:
        return settings.SEARCH_FACET_LIMIT if self.all_values else _SHOWN

    def aggregation(self) -> Clause:
        return {
            "filter": {"match_all": {}},
            "aggs": {self.name: {"terms": {"field": self.field, "size": max(self.size, _ASKED)}}},
        }

    def values(self, aggregations: dict[str, Any]) -> list[tuple[str | int, int]]:
        """Return (value, count) from the engine's answer; booleans as 1 and 0."""
        buckets = aggregations[f"_filter_{self.name}"][self.name]["buckets"]
        return [(bucket["key"], bucket["doc_count"]) for bucket in buckets[: self.size]]

    def selection(self, text: str) -> Clause:
        try:
            return {"term": {self.field: READ[self.kind](text)}}
        except ValueError as error:
            raise InvalidSearch(SELECTED, f"{self.name}: {error}") from error


@dataclass(frozen=True)
class QueryFacet:
    """How many documents meet fixed conditions."""

    name: str
    conditions: tuple[Clause, ...]

    def aggregation(self) -> Clause:
        return {"filter": {"bool": {"filter": list(self.conditions)}}}

    def count(self, aggregations: dict[str, Any]) -> int:
        return aggregations[f"_query_{self.name}"]["doc_count"]


def aggregations(field_facets: Iterable[FieldFacet], query_facets: Iterable[QueryFacet]) -> dict[str, Clause]:
    """Return the request's aggregations by name."""
    return {
        **{f"_filter_{facet.name}": facet.aggregation() for facet in field_facets},
        **{f"_query_{facet.name}": facet.aggregation() for facet in query_facets},
    }


def selection_clauses(
    field_facets: Iterable[FieldFacet], query_facets: Iterable[QueryFacet], params: Params
) -> list[Clause]:
    """Return the conditions of the selected facets, all of which must hold; InvalidSearch for an unknown facet.

    `selected_facets` is NAME_exact:VALUE or NAME:VALUE. An endpoint without query facets ignores selected ones.
    """
    by_name = {facet.name: facet for facet in field_facets}
    conditions_by_name = {facet.name: facet.conditions for facet in query_facets}
    clauses: list[Clause] = []
    for selected in usable_values(params, SELECTED):
        name, _, text = selected.partition(":")
        name = name.removesuffix(SELECTION_SUFFIX)
        if name not in by_name:
            raise _unknown(SELECTED, name)
        clauses.append(by_name[name].selection(text))
    if conditions_by_name:
        for name in usable_values(params, SELECTED_QUERY):
            if name not in conditions_by_name:
                raise _unknown(SELECTED_QUERY, name)
            clauses.extend(conditions_by_name[name])
    return clauses


def _unknown(parameter: str, name: str) -> InvalidSearch:
    return InvalidSearch(parameter, f"The selected query facet [{name}] is not valid.")


_ACTIVE = FieldFacet("active", "is_active", Kind.BOOLEAN)
_CONTENT_TYPE = FieldFacet("content_type", "content_type")
_LANGUAGE = FieldFacet("language", "language.raw")
_LEVEL_TYPE = FieldFacet("level_type", "level_type.raw")
_MOBILE = FieldFacet("mobile_available", "mobile_available", Kind.BOOLEAN)
_ORGANIZATIONS = FieldFacet("organizations", "organizations.raw", all_values=True)
_PACING = FieldFacet("pacing_type", "pacing_type")
_PRICE = FieldFacet("first_enrollable_paid_seat_price", "first_enrollable_paid_seat_price", Kind.NUMBER)
_SEATS = FieldFacet("seat_types", "seat_types")
_SUBJECTS = FieldFacet("subjects", "subjects.raw")
_TRANSCRIPTS = FieldFacet("transcript_languages", "transcript_languages.raw")

CATALOGUE_FACETS = (
    _CONTENT_TYPE,
    FieldFacet("course_type", "course_type"),
    FieldFacet("enterprise_subscription_inclusion", "enterprise_subscription_inclusion", Kind.BOOLEAN),
    FieldFacet("external_course_marketing_type", "external_course_marketing_type"),
    FieldFacet("product_source", "product_source"),
    _PRICE,
    _ACTIVE,
    _LANGUAGE,
    _LEVEL_TYPE,
    _MOBILE,
    _ORGANIZATIONS,
    _PACING,
    _SEATS,
    _SUBJECTS,
    FieldFacet("status", "status"),
    _TRANSCRIPTS,
    FieldFacet("type", "type.raw"),
)
COURSE_RUN_FACETS = (
    _LANGUAGE,
    _LEVEL_TYPE,
    _MOBILE,
    _ORGANIZATIONS,
    _PACING,
    _PRICE,
    _SEATS,
    _SUBJECTS,
    _TRANSCRIPTS,
    _CONTENT_TYPE,
    _ACTIVE,
)
COURSE_FACETS = (_LEVEL_TYPE, _ORGANIZATIONS, _SUBJECTS, FieldFacet("prerequisites", "prerequisites"))


def _when(field: str, **bounds: str) -> Clause:
    return {"range": {field: bounds}}


AVAILABILITY_FACETS = (
    QueryFacet("availability_current", (_when("start", lte="now"), _when("end", gte="now"))),
    QueryFacet("availability_starting_soon", (_when("start", gte="now"), _when("start", lte="now+60d"))),
    QueryFacet("availability_upcoming", (_when("start", gte="now+60d"),)),
    QueryFacet("availability_archived", (_when("end", lte="now"),)),
)
