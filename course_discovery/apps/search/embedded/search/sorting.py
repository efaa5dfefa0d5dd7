"""Sorting of hits: within one index by numpy keys, between indexes by the values themselves."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from course_discovery.apps.search.embedded.errors import IllegalArgument, ParsingError, ShardError
from course_discovery.apps.search.embedded.index.columns import Ints, KeywordColumn
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.mapping.field_types import (
    FLOATS,
    INTEGERS,
    LONG_MAX,
    LONG_MIN,
    TYPES,
    Field,
    exact_number,
    query_date,
    query_text,
)
from course_discovery.apps.search.embedded.mapping.mapping import Mapping

_OPTIONS = {"order", "missing", "mode", "unmapped_type", "numeric_type", "format"}


@dataclass(frozen=True, slots=True)
class SortKey:
    """One entry of ``sort``."""

    name: str
    descending: bool
    mode: str | None = None
    missing: Any = "_last"
    unmapped_type: str | None = None

    @property
    def by_score(self) -> bool:
        return self.name == "_score"

    @property
    def by_order(self) -> bool:
        return self.name == "_doc"


def parse_sort(body: Any) -> list[SortKey]:
    """The entries of ``sort``; empty for order by score. Raises ParsingError or IllegalArgument."""
    if body is None:
        return []
    keys = [key for item in (body if isinstance(body, list) else [body]) for key in _entries(item)]
    return [] if len(keys) == 1 and keys[0].by_score and keys[0].descending else keys


def _entries(item: Any) -> list[SortKey]:
    if isinstance(item, str):
        return [SortKey(item, descending=item == "_score")]
    if not isinstance(item, dict):
        raise IllegalArgument(
            "malformed sort format, within the sort array, an object, or an actual string are allowed"
        )
    keys = []
    for name, options in item.items():
        if isinstance(options, str):
            options = {"order": options}
        if not isinstance(options, dict) or set(options) - _OPTIONS:
            unknown = sorted(set(options) - _OPTIONS)[0] if isinstance(options, dict) else options
            raise ParsingError(f"[1:1] [field_sort] unknown field [{unknown}]")
        order = str(options.get("order", "desc" if name == "_score" else "asc")).lower()
        mode = options.get("mode")
        if order not in ("asc", "desc"):
            raise IllegalArgument(f"No enum constant org.elasticsearch.search.sort.SortOrder.{order.upper()}")
        if mode not in (None, "min", "max") or options.get("numeric_type") or options.get("format"):
            raise IllegalArgument(f"unsupported sort options for [{name}]")
        keys.append(SortKey(name, order == "desc", mode, options.get("missing", "_last"), options.get("unmapped_type")))
    return keys


@dataclass(frozen=True, slots=True)
class _Bound:
    """A sort key over one index: ``keys`` rise in the wanted order, ``show`` gives the value of a slot."""

    keys: npt.NDArray[Any]
    values: npt.NDArray[Any]
    terms: Sequence[str] | None
    absent: npt.NDArray[np.bool_] | None


class Sorter:
    """Sorts the hits of one index. Raises ShardError for a field one cannot sort by."""

    def __init__(self, keys: list[SortKey], mapping: Mapping, index: str) -> None:
        self._keys = keys
        self._fields = [_field(key, mapping, index) for key in keys]

    def top(
        self,
        snapshot: Snapshot,
        slots: Ints,
        scores: npt.NDArray[np.float32] | None,
        count: int,
        after: list[Any] | None,
    ) -> tuple[Ints, list[list[Any]]]:
        """The first ``count`` of ``slots`` and their sort values. Raises ShardError for an ``after`` that does not
        fit.
        """
        bounds = [
            self._bind(key, field, snapshot, slots, scores) for key, field in zip(self._keys, self._fields, strict=True)
        ]
        chosen = np.arange(len(slots))
        if after is not None:
            chosen = chosen[self._behind(bounds, after)]
        chosen = _first(chosen, [bound.keys[chosen] for bound in bounds], count)
        columns = [
            self._shown(key, field, bound, chosen)
            for key, field, bound in zip(self._keys, self._fields, bounds, strict=True)
        ]
        return slots[chosen], [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _ in chosen]

    def _bind(
        self, key: SortKey, field: Field | None, snapshot: Snapshot, slots: Ints, scores: npt.NDArray[np.float32] | None
    ) -> _Bound:
        sign = -1 if key.descending else 1
        if key.by_score:
            own = np.zeros(len(slots)) if scores is None else scores[slots].astype(np.float64)
            return _Bound(sign * own, own, None, None)
        if key.by_order:
            return _Bound(sign * slots, slots, None, None)
        column = snapshot.values(key.name) if field is not None else None
        missing_first = key.missing == "_first"
        if field is not None and field.kind == "keyword":
            keywords = column if isinstance(column, KeywordColumn) else None
            if keywords is None:
                places = np.full(len(slots), -1)
                terms: Sequence[str] = ()
            else:
                places = (keywords.last(-1) if self._highest(key) else keywords.first(-1))[slots].astype(np.int64)
                terms = keywords.terms
            absent = places < 0
            own = (sign * places).astype(np.float64)
            own[absent] = -math.inf if missing_first else math.inf
            return _Bound(own, places, terms, absent)
        kind = np.float64 if field is not None and field.kind in FLOATS else np.int64
        filler = self._filler(key, field)
        if column is None:
            values = np.full(len(slots), filler, dtype=kind)
        else:
            values = (column.last(0) if self._highest(key) else column.first(0))[slots].astype(kind)
            values = np.where(column.present[slots], values, kind(filler))
        # -1 - v orders as -v and, unlike it, cannot overflow.
        if not key.descending:
            return _Bound(values, values, None, None)
        return _Bound(-values if kind is np.float64 else -1 - values, values, None, None)

    @staticmethod
    def _highest(key: SortKey) -> bool:
        return key.mode == "max" if key.mode else key.descending

    @staticmethod
    def _filler(key: SortKey, field: Field | None) -> Any:
        is_float = field is not None and field.kind in FLOATS
        if key.missing not in ("_last", "_first"):
            if field is not None and field.kind == "date":
                return query_date(field, key.missing)
            return exact_number(key.missing)
        highest = (key.missing == "_last") != key.descending
        if is_float:
            return math.inf if highest else -math.inf
        if field is not None and field.kind == "integer":
            return INTEGERS["integer"] - 1 if highest else -INTEGERS["integer"]
        return LONG_MAX if highest else LONG_MIN

    def _behind(self, bounds: list[_Bound], after: list[Any]) -> npt.NDArray[np.bool_]:
        if len(after) != len(self._keys):
            raise ShardError(
                f"search_after has {len(after)} value(s) but sort has {len(self._keys)}.", "illegal_argument_exception"
            )
        behind = np.zeros(len(bounds[0].keys), dtype=bool)
        equal = np.ones(len(bounds[0].keys), dtype=bool)
        for key, field, bound, value in zip(self._keys, self._fields, bounds, after, strict=True):
            limit = self._limit(key, field, bound, value)
            behind |= equal & (bound.keys > limit)
            equal &= bound.keys == limit
        return behind

    def _limit(self, key: SortKey, field: Field | None, bound: _Bound, value: Any) -> Any:
        """A value of ``search_after`` on the scale of the keys."""
        try:
            if isinstance(value, dict | list):
                raise ValueError(value)
            if bound.terms is not None:
                if value is None:
                    return -math.inf if key.missing == "_first" else math.inf
                text = query_text(value)
                place: float = bisect_left(bound.terms, text)
                if place == len(bound.terms) or bound.terms[int(place)] != text:
                    place -= 0.5
                return -place if key.descending else place
            if key.by_score and isinstance(value, bool):
                raise ValueError(value)
            if key.by_score:
                value = float(np.float32(exact_number(value)))
            if value is None:
                number: Any = self._filler(key, field)
            elif field is not None and field.kind == "date":
                number = query_date(field, value)
            elif field is not None and field.kind == "boolean" and isinstance(value, bool | str):
                number = _boolean(value)
            elif isinstance(value, bool):
                raise ValueError(value)
            else:
                number = math.inf if value == "Infinity" else -math.inf if value == "-Infinity" else exact_number(value)
                if field is not None and field.kind == "integer":
                    number = _narrowed(number, value)
        except ValueError:
            name = "null" if key.by_score else key.name
            raise ShardError(
                f"Failed to parse search_after value for field [{name}].", "illegal_argument_exception"
            ) from None
        if not key.descending:
            return number
        return ~number if isinstance(number, int) and bound.keys.dtype == np.int64 and not key.by_order else -number

    @staticmethod
    def _shown(key: SortKey, field: Field | None, bound: _Bound, chosen: Ints) -> list[Any]:
        if bound.terms is not None:
            return [None if place < 0 else bound.terms[place] for place in bound.values[chosen].tolist()]
        values = bound.values[chosen].tolist()
        if key.by_score:
            return [shown_score(value) for value in values]
        if field is not None and field.kind in FLOATS:
            return [
                "Infinity" if value == math.inf else "-Infinity" if value == -math.inf else value for value in values
            ]
        return values


def _field(key: SortKey, mapping: Mapping, index: str) -> Field | None:
    if key.by_score or key.by_order:
        return None
    field = mapping.fields.get(key.name)
    if field is None:
        if key.unmapped_type in TYPES:
            return Field(key.name, key.unmapped_type, number=-1)
        raise ShardError(f"No mapping found for [{key.name}] in order to sort on")
    if field.kind == "completion":
        raise ShardError(
            f"Fielddata is not supported on field [{field.name}] of type [completion]", "illegal_argument_exception"
        )
    if not field.has_doc_values:
        raise no_fielddata(field, index)
    return field


def no_fielddata(field: Field, index: str) -> ShardError:
    """The error of sorting or aggregating by analysed text."""
    return ShardError(
        f"Fielddata is disabled on [{field.name}] in [{index}]. Text fields are not "
        "optimised for operations that require "
        "per-document field data like aggregations and sorting, so these operations are "
        "disabled by default. Please use a "
        f"keyword field instead. Alternatively, set fielddata=true on [{field.name}] in order to load field data by "
        "uninverting the inverted index. Note that this can use significant memory.",
        "illegal_argument_exception",
    )


def _first(chosen: Ints, keys: list[npt.NDArray[Any]], count: int) -> Ints:
    """The ``count`` entries with the lowest keys, in order; equal ones keep theirs."""
    if keys and 0 < count * 4 < len(chosen):
        # Most entries cannot get on the page: only those up to the last place of the first key need sorting.
        limit = np.partition(keys[0], count - 1)[count - 1]
        possible = np.flatnonzero(keys[0] <= limit)
        chosen, keys = chosen[possible], [own[possible] for own in keys]
    if not keys:
        return chosen[:count]
    return chosen[np.lexsort(keys[::-1])[:count]]


def shown_score(value: float) -> float:
    """A score with no more digits than its single precision has."""
    return float(str(np.float32(value)))


def compare(keys: list[SortKey], a: list[Any], b: list[Any]) -> int:
    """Which of two hits of different indexes comes first, by their sort values: negative for ``a``."""
    for key, left, right in zip(keys, a, b, strict=True):
        left, right = _comparable(left), _comparable(right)
        if left == right:
            continue
        if left is None or right is None:
            first = key.missing == "_first"
            return -1 if (left is None) == first else 1
        if isinstance(left, str) != isinstance(right, str):
            left, right = str(left), str(right)
        return (-1 if left < right else 1) * (-1 if key.descending else 1)
    return 0


def _boolean(value: bool | str) -> int:
    if value in (True, False, "true", "false", ""):
        return int(value in (True, "true"))
    reason = f"Cannot parse boolean [{value}], expected either [true] or [false]"
    raise ShardError(reason, "illegal_argument_exception")


def _narrowed(number: int | float, value: Any) -> int:
    """A value of ``search_after`` for 32 bits: cut above, and below wrapped around as Java does it. ValueError for text
    that is no such number.
    """
    limit = INTEGERS["integer"]
    if isinstance(value, str) and not (isinstance(number, int) and -limit <= number < limit):
        raise ValueError(value)
    return (min(int(number), limit - 1) + limit) % (2 * limit) - limit


def _comparable(value: Any) -> Any:
    if value == "Infinity":
        return math.inf
    return -math.inf if value == "-Infinity" else value
