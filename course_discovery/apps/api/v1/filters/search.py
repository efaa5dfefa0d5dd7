"""Parameters of search endpoints: out of the request into one mapping, and out of the definitions into the API docs."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.request import Request

from course_discovery.apps.search.queries.facets import SELECTED, SELECTED_QUERY
from course_discovery.apps.search.queries.filters import BOUNDS, FilterDefinition, Params
from course_discovery.apps.search.queries.requests import LEARNER_PATHWAY, SEARCHED_FIELDS, flag, include_restricted
from course_discovery.apps.search.queries.resources import Resource
from course_discovery.apps.search.queries.values import Kind
from course_discovery.apps.search.selectors.course_results import RUN_TEXT_FIELDS, RunChoice
from course_discovery.apps.search.selectors.results import LAST_PAGE

DEFAULT_PAGE_SIZE = 20
LARGEST_INTEGER = 2**31 - 1
_TYPES = {Kind.BOOLEAN: OpenApiTypes.BOOL, Kind.NUMBER: OpenApiTypes.NUMBER}
_MEANINGS = {
    "term": "this value",
    "terms": "any of several values joined by `__`",
    "in": "any of several values joined by `__`",
    "exclude": "none of one or more values joined by `__`",
    "range": "between two values joined by `__`",
    "gt": "greater or later than the value",
    "gte": "the value or greater or later",
    "lt": "less or earlier than the value",
    "lte": "the value or less or earlier",
}


def request_params(request: Request) -> dict[str, list[str]]:
    """Return the values of each parameter: those of the address, then those of the body of a POST.

    Body values are text as Python writes it (`True`, `None`); blank ones are left out.
    """
    params = {name: request.query_params.getlist(name) for name in request.query_params}
    if request.method != "POST":
        return params
    if not isinstance(request.data, Mapping):
        raise ParseError("The body must be an object whose keys are parameters.")
    for name in request.data:
        given = request.data.getlist(name) if hasattr(request.data, "getlist") else request.data[name]
        values = [str(value) for value in (given if isinstance(given, list) else [given])]
        params.setdefault(name, []).extend(value for value in values if value.strip())
    return params


def page_number(params: Params) -> int | str:
    """Read `page`: a number from 1 (the default), or `last`."""
    if params.get("page", [])[-1:] == [LAST_PAGE]:
        return LAST_PAGE
    return _positive(params, "page", default=1)


def page_size(params: Params) -> int:
    """Read `page_size`: a number from 1, 20 when it is absent."""
    return _positive(params, "page_size", default=DEFAULT_PAGE_SIZE)


def _positive(params: Params, name: str, *, default: int) -> int:
    values = params.get(name, [])
    if not values:
        return default
    text = values[-1].strip()
    if not (text.isdecimal() and text.isascii() and 1 <= int(text[:12]) <= LARGEST_INTEGER):
        raise ValidationError({name: [f"“{values[-1]}” is not a number from 1 to {LARGEST_INTEGER}."]})
    return int(text)


def run_choice(params: Params) -> RunChoice:
    """Read which runs of a course the response shows."""
    return RunChoice(
        include_restricted=include_restricted(params),
        without_expired=flag(params, "exclude_expired_course_run"),
        kept_values={name: params[name] for name in RUN_TEXT_FIELDS if name in params},
        with_staff=wants_details(params),
    )


def wants_details(params: Params) -> bool:
    """Tell whether `detail_fields` asks for the longer form of courses: any value but the empty one does."""
    return any(params.get("detail_fields", []))


def documented_parameters(resource: Resource, *, facets: bool) -> list[OpenApiParameter]:
    """Return the API documentation's entries for all that the endpoint reads."""
    sortable = ", ".join(sorted(resource.sortable))
    common = [
        _text("q", f"A phrase in {', '.join(SEARCHED_FIELDS)}; FIELDS:=PHRASE searches some of these fields only."),
        OpenApiParameter("page", OpenApiTypes.STR, description="Number of the page from 1, or `last`."),
        OpenApiParameter("page_size", OpenApiTypes.INT, description=f"Hits on a page, {DEFAULT_PAGE_SIZE} by default."),
        _text("ordering", f"Sort key, `-` for descending; repeatable: {sortable}.", many=True),
        _text("include_restricted", "Comma-separated types of restricted runs to show."),
        _text("detail_fields", "Any value: the longer form of courses."),
        OpenApiParameter(
            "exclude_expired_course_run", OpenApiTypes.BOOL, description="Leave out runs of courses that are over."
        ),
    ]
    if LEARNER_PATHWAY in resource.types:
        common.append(
            OpenApiParameter("include_learner_pathways", OpenApiTypes.BOOL, description="Search learner pathways too.")
        )
    filters = [entry for definition in resource.filters for entry in _filter_parameters(definition)]
    if not facets:
        return [*common, *filters]
    names = ", ".join(facet.name for facet in resource.field_facets)
    selections = [_text(SELECTED, f"FACET_exact:VALUE; repeatable. Facets: {names}.", many=True)]
    if resource.query_facets:
        names = ", ".join(facet.name for facet in resource.query_facets)
        selections.append(_text(SELECTED_QUERY, f"Name of a query facet; repeatable: {names}.", many=True))
    return [*common, *filters, *selections]


def _text(name: str, description: str, *, many: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=description, many=many)


def _filter_parameters(definition: FilterDefinition) -> list[OpenApiParameter]:
    plain, *suffixed = definition.parameters
    how = "a phrase of" if definition.phrase else "any of the values of a repeated parameter in"
    kind = _TYPES.get(definition.kind, OpenApiTypes.STR)
    entries: list[Any] = [
        OpenApiParameter(plain, kind, many=True, description=f"Hits with {how} `{definition.field}`.")
    ]
    for name, lookup in zip(suffixed, definition.lookups, strict=True):
        # Joined values and boosts make a suffixed parameter text, whatever the field holds.
        suffixed_kind = kind if lookup in ("term", *BOUNDS) else OpenApiTypes.STR
        entries.append(OpenApiParameter(name, suffixed_kind, description=f"`{definition.field}`: {_MEANINGS[lookup]}."))
    return entries
