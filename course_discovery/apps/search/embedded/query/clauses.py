"""Nodes that the query DSL and query_string both make: ranges, existence, patterns in the form terms are indexed in."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from course_discovery.apps.search.embedded.errors import ShardError
from course_discovery.apps.search.embedded.index.terms import FALSE, TRUE
from course_discovery.apps.search.embedded.mapping.field_types import (
    FLOATS,
    INTEGERS,
    Field,
    failed_to_create,
    query_boolean,
    query_date,
    query_number,
    query_text,
)
from course_discovery.apps.search.embedded.mapping.mapping import Mapping
from course_discovery.apps.search.embedded.query.nodes import Exists, MatchNone, Node, NumberRange, TermRange


def range_node(
    field: Field, lower: Any, upper: Any, *, include_lower: bool, include_upper: bool, boost: float = 1.0
) -> Node:
    """The node of a range on any type of field; None is an open bound. Raises ShardError."""
    if not field.searchable:
        return MatchNone(f"field [{field.name}] holds nothing here")
    if field.kind == "date":
        # Where one bound is a number of JSON, both must be milliseconds.
        millis = any(isinstance(bound, int | float) and not isinstance(bound, bool) for bound in (lower, upper))
        low = high = None
        if lower is not None:
            low = query_date(field, lower, round_up=not include_lower, millis=millis) + (not include_lower)
        if upper is not None:
            high = query_date(field, upper, round_up=include_upper, millis=millis) - (not include_upper)
        return NumberRange(field, low, high, boost)
    if field.is_number:
        return NumberRange(
            field,
            None if lower is None else _lowest(field, _bound(field, lower), include_lower),
            None if upper is None else -_lowest(field, -_bound(field, upper), include_upper),
            boost,
        )
    if field.kind == "completion":
        raise failed_to_create(f"Field [{field.name}] of type [completion] does not support range queries")
    low_text = high_text = None
    if field.kind == "boolean":
        low_text = None if lower is None else (TRUE if query_boolean(lower) else FALSE)
        high_text = None if upper is None else (TRUE if query_boolean(upper) else FALSE)
    else:
        low_text = None if lower is None else query_text(lower)
        high_text = None if upper is None else query_text(upper)
    return TermRange(field, low_text, high_text, include_lower, include_upper, boost)


def _bound(field: Field, value: Any) -> int | float:
    number = query_number(field, value)
    limit = INTEGERS.get(field.kind)
    if limit is not None and not -limit <= number < limit:
        raise _out_of_range(field, value)
    return number


def within_range(field: Field, number: int | float) -> int | float:
    """A number of a list of values; raises ShardError for a whole one that the field's type does not reach."""
    limit = INTEGERS.get(field.kind)
    if limit is not None and number == math.floor(number) and not -limit <= number < limit:
        raise _out_of_range(field, number)
    return number


def _out_of_range(field: Field, value: Any) -> ShardError:
    return failed_to_create(f"Value [{query_text(value)}] is out of range for {field.article} {field.kind}")


def _lowest(field: Field, bound: int | float, included: bool) -> int | float:
    if field.kind in FLOATS:
        return bound if included else float(np.nextafter(bound, math.inf))
    return math.ceil(bound) if included else math.floor(bound) + 1


def exists_node(mapping: Mapping, name: str, boost: float = 1.0) -> Node | None:
    """The node for documents with any value of a field, an object or a pattern of names; None without such a field."""
    fields = list(mapping.matching(name))
    if name in mapping.objects | mapping.nested:
        fields = list(mapping.matching(f"{name}.*"))
    return Exists(tuple(field for field in fields if field.searchable), boost) if fields else None


def normalized_pattern(field: Field, pattern: str) -> str:
    """A wildcard pattern with its literal parts as the field's analyzer normalizes them."""
    assert field.search_analyzer is not None
    parts: list[str] = []
    literal = ""
    at = 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\" and at + 1 < len(pattern):
            parts.append(field.search_analyzer.normalize(literal) + "\\")
            literal = pattern[at + 1]
            at += 2
            continue
        if letter in "*?":
            parts.append(field.search_analyzer.normalize(literal) + letter)
            literal = ""
        else:
            literal += letter
        at += 1
    return "".join(parts) + field.search_analyzer.normalize(literal)
