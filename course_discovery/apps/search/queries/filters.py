"""The filters of search endpoints, each said once.

A definition yields the query parameter with its suffixes, the check of its values, the clause and the entry of the API
documentation. A parameter is `name` or `name__lookup`; names and lookups that are not defined are ignored, as clients
rely on.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from course_discovery.apps.search.errors import InvalidSearch
from course_discovery.apps.search.queries.values import READ, Kind, Value

Clause = dict[str, Any]
Params = Mapping[str, list[str]]

SEPARATOR = "__"
TERM, TERMS, IN, EXCLUDE, RANGE = "term", "terms", "in", "exclude", "range"
BOUNDS = ("gt", "gte", "lt", "lte")
CHOICE = (TERM, TERMS)
CHOICE_OR_NOT = (TERM, TERMS, EXCLUDE)


@dataclass(frozen=True)
class Clauses:
    """Conditions that all must hold, and conditions of which none may."""

    filter: list[Clause] = field(default_factory=list)
    must_not: list[Clause] = field(default_factory=list)


@dataclass(frozen=True)
class FilterDefinition:
    """One parameter: the field it compares with, how its values are written, and the lookups it takes as suffix."""

    name: str
    field: str
    kind: Kind = Kind.KEYWORD
    lookups: tuple[str, ...] = CHOICE
    phrase: bool = False

    @property
    def parameters(self) -> list[str]:
        """The parameter names that this filter answers to, the plain one first."""
        return [self.name, *(f"{self.name}{SEPARATOR}{lookup}" for lookup in self.lookups)]

    def add_to(self, clauses: Clauses, parameter: str, values: list[str]) -> None:
        """Add what `parameter` (one of `parameters`) asks for; InvalidSearch when a value does not fit the field."""
        lookup = parameter.removeprefix(self.name).removeprefix(SEPARATOR)

        def read(text: str) -> Value:
            try:
                return READ[self.kind](text)
            except ValueError as error:
                raise InvalidSearch(parameter, str(error)) from error

        if not lookup and self.phrase:
            phrases = [{"match_phrase": {self.field: value}} for value in values]
            clauses.filter.append({"bool": {"should": phrases, "minimum_should_match": 1}})
        elif not lookup:
            clauses.filter.append({"terms": {self.field: [read(value) for value in values]}})
        elif lookup in BOUNDS:
            clauses.filter.extend({"range": {self.field: {lookup: read(_parts(value)[0])}}} for value in values)
        elif lookup == TERM:
            clauses.filter.extend({"term": {self.field: read(value)}} for value in values)
        elif lookup == RANGE:
            clauses.filter.extend(self._range(value, read) for value in values)
        elif lookup == EXCLUDE:
            excluded = [read(part) for value in values for part in _parts(value)]
            clauses.must_not.append({"terms": {self.field: excluded}})
        else:
            # `terms` and `in`: any of the values of one parameter, and one of each repetition.
            clauses.filter.extend({"terms": {self.field: [read(part) for part in _parts(value)]}} for value in values)

    def _range(self, value: str, read: Callable[[str], Value]) -> Clause:
        bounds = _parts(value)[:2]
        return {"range": {self.field: {name: read(bound) for name, bound in zip(("gte", "lte"), bounds, strict=False)}}}


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(SEPARATOR) if part.strip()] or [""]


def usable_values(params: Params, name: str) -> list[str]:
    """Return the values of a parameter without surrounding space, blank ones left out."""
    return [stripped for value in params.get(name, []) if (stripped := value.strip())]


def filter_clauses(definitions: Iterable[FilterDefinition], params: Params) -> Clauses:
    """Return what the parameters ask for in terms of `definitions`; InvalidSearch names the first bad parameter."""
    clauses = Clauses()
    for definition in definitions:
        for parameter in definition.parameters:
            if values := usable_values(params, parameter):
                definition.add_to(clauses, parameter, values)
    return clauses


CATALOGUE_FILTERS: tuple[FilterDefinition, ...] = (
    FilterDefinition("aggregation_key", "aggregation_key", lookups=CHOICE_OR_NOT),
    FilterDefinition("authoring_organization_uuids", "authoring_organization_uuids"),
    FilterDefinition("authoring_organizations", "authoring_organizations.lower", Kind.LOWERED, CHOICE_OR_NOT),
    FilterDefinition("availability", "availability.raw"),
    FilterDefinition("content_type", "content_type"),
    FilterDefinition("course_type", "course_type", lookups=CHOICE_OR_NOT),
    FilterDefinition("enterprise_subscription_inclusion", "enterprise_subscription_inclusion", Kind.BOOLEAN, (TERM,)),
    FilterDefinition("external_course_marketing_type", "external_course_marketing_type"),
    FilterDefinition("product_source", "product_source"),
    FilterDefinition(
        "first_enrollable_paid_seat_price",
        "first_enrollable_paid_seat_price",
        Kind.NUMBER,
        (RANGE, IN, TERMS, *BOUNDS),
    ),
    FilterDefinition("active", "is_active", Kind.BOOLEAN, (TERM,)),
    FilterDefinition("end", "end", Kind.DATE, BOUNDS),
    FilterDefinition("end_date", "end_date", Kind.DATE, BOUNDS),
    FilterDefinition("start", "start", Kind.DATE, BOUNDS),
    FilterDefinition("course_ends", "course_ends.raw"),
    FilterDefinition("enrollment_mode", "type.lower", Kind.LOWERED, (TERM,)),
    FilterDefinition("type", "type.lower", Kind.LOWERED, (TERM,)),
    FilterDefinition("has_enrollable_seats", "has_enrollable_seats", Kind.BOOLEAN, (TERM,)),
    FilterDefinition("hidden", "hidden", Kind.BOOLEAN, (TERM,)),
    FilterDefinition("published", "published", Kind.BOOLEAN, (TERM,)),
    FilterDefinition("key.raw", "key.raw", lookups=CHOICE_OR_NOT),
    FilterDefinition("key", "key", lookups=(), phrase=True),
    FilterDefinition("short_description", "short_description", lookups=(), phrase=True),
    FilterDefinition("languages", "languages"),
    FilterDefinition("level_type", "level_type.raw"),
    FilterDefinition("number", "number"),
    FilterDefinition("org", "org.lower", Kind.LOWERED, CHOICE_OR_NOT),
    FilterDefinition("pacing_type", "pacing_type"),
    FilterDefinition("partner", "partner.lower", Kind.LOWERED, (TERM,)),
    FilterDefinition("skill_names", "skill_names"),
    # A skill is asked for by its name; the objects themselves are nested and only for show.
    FilterDefinition("skills", "skill_names"),
    FilterDefinition("status", "status", lookups=(TERM,)),
    FilterDefinition("subject_uuids", "subject_uuids"),
)
