"""The facets of search endpoints, each said once: a definition yields the aggregation, the numbers that are shown and
the condition of a selection, so that selecting a value always yields the count it was advertised with.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from course_discovery.apps.search.errors import InvalidSearch
from course_discovery.apps.search.queries.clock import anchored
from course_discovery.apps.search.queries.filters import Clause, Params, usable_values
from course_discovery.apps.search.queries.values import READ, Kind

SELECTED = "selected_facets"
SELECTED_QUERY = "selected_query_facets"
SELECTION_SUFFIX = "_exact"
# Each index answers with its own most frequent values; asking for more than are shown keeps the sums exact.
_ASKED = 1000
_SHOWN = 10


# The name of the aggregation that counts things instead of documents: the runs of one course share its key.
_DISTINCT = "distinct_aggregation_key"


@dataclass(frozen=True)
class FacetCount:
    """How many documents, and how many distinct things where those are counted, meet a facet's condition."""

    count: int
    distinct_count: int | None = None


@dataclass(frozen=True)
class FacetValue(FacetCount):
    """The same of one value of a field; booleans are 1 and 0."""

    text: str | int = ""


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

    def aggregation(self, below: Clause) -> Clause:
        values = {"terms": {"field": self.field, "size": max(self.size, _ASKED)}, **below}
        return {"filter": {"match_all": {}}, "aggs": {self.name: values}}

    def values(self, aggregations: dict[str, Any]) -> list[FacetValue]:
        """Return the values to show from the engine's answer."""
        buckets = aggregations[f"_filter_{self.name}"][self.name]["buckets"]
        return [FacetValue(bucket["doc_count"], _distinct(bucket), bucket["key"]) for bucket in buckets[: self.size]]

    def selection(self, text: str) -> Clause:
        try:
            return {"term": {self.field: READ[self.kind](text)}}
        except ValueError as error:
            raise InvalidSearch(SELECTED, f"{self.name}: {error}") from error


@dataclass(frozen=True)
class QueryFacet:
    """How many documents have dates within fixed bounds, which may be date math: ((field, operator, date), ...)."""

    name: str
    bounds: tuple[tuple[str, str, str], ...]

    @property
    def conditions(self) -> list[Clause]:
        return [{"range": {field: {operator: anchored(date)}}} for field, operator, date in self.bounds]

    def aggregation(self, below: Clause) -> Clause:
        return {"filter": {"bool": {"filter": self.conditions}}, **below}

    def count(self, aggregations: dict[str, Any]) -> FacetCount:
        bucket = aggregations[f"_query_{self.name}"]
        return FacetCount(bucket["doc_count"], _distinct(bucket))


def aggregations(
    field_facets: Iterable[FieldFacet], query_facets: Iterable[QueryFacet], *, distinct: bool = False
) -> dict[str, Clause]:
    """Return the request's aggregations by name; `distinct` adds how many things the documents of each stand for.

    Those numbers are exact up to DISTINCT_COUNTS_HIT_PRECISION things in all and DISTINCT_COUNTS_FACET_PRECISION in a
    facet, near beyond.
    """
    below = {"aggs": _cardinality(settings.DISTINCT_COUNTS_FACET_PRECISION)} if distinct else {}
    return {
        **{f"_filter_{facet.name}": facet.aggregation(below) for facet in field_facets},
        **{f"_query_{facet.name}": facet.aggregation(below) for facet in query_facets},
        **(_cardinality(settings.DISTINCT_COUNTS_HIT_PRECISION) if distinct else {}),
    }


def distinct_total(aggregations: dict[str, Any]) -> int | None:
    """Return how many things all hits stand for, None where that was not asked."""
    return _distinct(aggregations)


def _cardinality(precision: int) -> dict[str, Clause]:
    return {_DISTINCT: {"cardinality": {"field": "aggregation_key", "precision_threshold": precision}}}


def _distinct(bucket: dict[str, Any]) -> int | None:
    return bucket[_DISTINCT]["value"] if _DISTINCT in bucket else None


def selection_clauses(
    field_facets: Iterable[FieldFacet], query_facets: Iterable[QueryFacet], params: Params
) -> list[Clause]:
    """Return the conditions of the selected facets, all of which must hold; InvalidSearch for an unknown facet.

    `selected_facets` is NAME_exact:VALUE or NAME:VALUE. An endpoint without query facets ignores selected ones.
    """
    by_name = {facet.name: facet for facet in field_facets}
    queries_by_name = {facet.name: facet for facet in query_facets}
    clauses: list[Clause] = []
    for selected in usable_values(params, SELECTED):
        name, _, text = selected.partition(":")
        name = name.removesuffix(SELECTION_SUFFIX)
        if name not in by_name:
            raise _unknown(SELECTED, name)
        clauses.append(by_name[name].selection(text))
    if queries_by_name:
        for name in usable_values(params, SELECTED_QUERY):
            if name not in queries_by_name:
                raise _unknown(SELECTED_QUERY, name)
            clauses.extend(queries_by_name[name].conditions)
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
PROGRAM_FACETS = (FieldFacet("type", "type.raw"), FieldFacet("status", "status"), _SEATS)
# People have the keys of their organizations, as whole values.
PERSON_FACETS = (FieldFacet("organizations", "organizations"),)
COURSE_FACETS = (_LEVEL_TYPE, _ORGANIZATIONS, _SUBJECTS, FieldFacet("prerequisites", "prerequisites"))


AVAILABILITY_FACETS = (
    QueryFacet("availability_current", (("start", "lte", "now"), ("end", "gte", "now"))),
    QueryFacet("availability_starting_soon", (("start", "gte", "now"), ("start", "lte", "now+60d"))),
    QueryFacet("availability_upcoming", (("start", "gte", "now+60d"),)),
    QueryFacet("availability_archived", (("end", "lte", "now"),)),
)
