"""Aggregations over all hits of a search, exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course_discovery.apps.search.embedded import dates
from course_discovery.apps.search.embedded.errors import EngineError, IllegalArgument, ParsingError, ShardError
from course_discovery.apps.search.embedded.index.columns import KeywordColumn, Mask, ValueColumn
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.mapping.field_types import FAILED_TO_CREATE, FLOATS, Field
from course_discovery.apps.search.embedded.mapping.mapping import Mapping
from course_discovery.apps.search.embedded.query.nodes import Node
from course_discovery.apps.search.embedded.search.sorting import no_fielddata


@dataclass(frozen=True, slots=True)
class Aggregation:
    """One named aggregation: its type, its parameters and those below it."""

    name: str
    kind: str
    body: dict[str, Any]
    below: list[Aggregation] = field(default_factory=list)
    meta: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The hits of one index, and the queries of filters by the ``id`` of their aggregation."""

    mapping: Mapping
    snapshot: Snapshot
    mask: Mask
    filters: dict[int, Node]

    def narrowed(self, mask: Mask) -> Part:
        """The hits that are also in ``mask``."""
        return Part(self.mapping, self.snapshot, self.mask & mask, self.filters)


_PARAMETERS = {
    "terms": {"field", "size", "order", "min_doc_count", "shard_size", "show_term_doc_count_error"},
    "cardinality": {"field", "precision_threshold"},
}


def parse_aggregations(body: Any) -> list[Aggregation]:
    """The aggregations of a request; raises ParsingError."""
    if body is None:
        return []
    if not isinstance(body, dict):
        raise ParsingError("Unexpected token in [aggs]: expected START_OBJECT")
    return [_parse(name, definition) for name, definition in body.items()]


def _parse(name: str, definition: Any) -> Aggregation:
    if not isinstance(definition, dict):
        raise ParsingError(f"Aggregation definition for [{name}] starts with a [VALUE], expected a [START_OBJECT].")
    kinds = [key for key in definition if key not in ("aggs", "aggregations", "meta")]
    if not kinds:
        raise ParsingError(f"Missing definition for aggregation [{name}]")
    if len(kinds) > 1:
        raise ParsingError(f"Found two aggregation type definitions in [{name}]: [{kinds[0]}] and [{kinds[1]}]")
    kind, body = kinds[0], definition[kinds[0]]
    if kind not in ("filter", "terms", "cardinality"):
        raise ParsingError(f"Unknown aggregation type [{kind}]")
    if not isinstance(body, dict):
        raise ParsingError(f"Expected [START_OBJECT] under [{kind}] in [{name}]")
    if kind != "filter":
        unknown = set(body) - _PARAMETERS[kind]
        if unknown:
            raise ParsingError(f"[{kind}] unknown field [{sorted(unknown)[0]}]")
        if "field" not in body:
            raise IllegalArgument(f"Required one of fields [field, script], but none were specified. [{name}]")
    below = parse_aggregations(definition.get("aggs") or definition.get("aggregations"))
    if below and kind == "cardinality":
        raise ParsingError(f"Aggregator [{name}] of type [{kind}] cannot accept sub-aggregations")
    if kind == "terms":
        if int(body.get("size", 10)) <= 0:
            raise IllegalArgument(f"[size] must be greater than 0. Found [{body['size']}] in [{name}]")
        _orders(body.get("order"))
    return Aggregation(name, kind, body, below, definition.get("meta"))


def filters(aggregations: list[Aggregation], translate: Callable[[Any], Node]) -> dict[int, Node]:
    """The queries of all filters at every level, by the ``id`` of the aggregation."""
    nodes: dict[int, Node] = {}
    for aggregation in aggregations:
        if aggregation.kind == "filter":
            nodes[id(aggregation)] = translate(aggregation.body)
        nodes |= filters(aggregation.below, translate)
    return nodes


def check(aggregations: list[Aggregation], mapping: Mapping, index: str, filters: dict[int, Node]) -> None:
    """Raises ShardError where an index cannot answer, before anything is counted."""
    for aggregation in aggregations:
        if aggregation.kind != "filter":
            own = mapping.fields.get(aggregation.body["field"])
            if own is not None and not own.has_doc_values:
                raise no_fielddata(own, index)
        check(aggregation.below, mapping, index, filters)
        error = filters[id(aggregation)].failure() if aggregation.kind == "filter" else None
        if error is not None:
            raise _bare(error)


def _bare(error: EngineError) -> EngineError:
    """Of a filter's failure Elasticsearch tells just the cause."""
    cause = error.extra.get("caused_by")
    if not cause or not error.reason.startswith(FAILED_TO_CREATE):
        return error
    return ShardError(cause["reason"], cause["type"])


def run(aggregations: list[Aggregation], parts: list[Part]) -> dict[str, Any]:
    """The ``aggregations`` member of a response."""
    results = {}
    for aggregation in aggregations:
        result = _RUNNERS[aggregation.kind](aggregation, parts)
        results[aggregation.name] = result if aggregation.meta is None else {"meta": aggregation.meta, **result}
    return results


def _filter(aggregation: Aggregation, parts: list[Part]) -> dict[str, Any]:
    narrowed = [part.narrowed(part.filters[id(aggregation)].matches(part.snapshot)) for part in parts]
    count = sum(int(part.mask.sum()) for part in narrowed)
    return {"doc_count": count, **run(aggregation.below, narrowed)}


def _cardinality(aggregation: Aggregation, parts: list[Part]) -> dict[str, Any]:
    seen: list[set[Any]] = []
    for part in parts:
        column = part.snapshot.values(aggregation.body["field"])
        if column is None:
            continue
        found = np.unique(column.values[part.mask[column.slots]])
        if len(parts) == 1:
            return {"value": len(found)}
        if isinstance(column, KeywordColumn):
            seen.append({column.terms[place] for place in found.tolist()})
        else:
            seen.append(set(found.tolist()))
    return {"value": len(set().union(*seen))}


def _terms(aggregation: Aggregation, parts: list[Part]) -> dict[str, Any]:
    name = aggregation.body["field"]
    own = next((part.mapping.fields[name] for part in parts if name in part.mapping.fields), None)
    counts: Counter[Any] = Counter()
    for part in parts:
        column = part.snapshot.values(name)
        if column is not None:
            counts.update(_counted(column, part.mask))
    size = int(aggregation.body.get("size", 10))
    minimum = int(aggregation.body.get("min_doc_count", 1))
    entries = [(key, count) for key, count in counts.items() if count >= max(minimum, 1)]
    for by, descending in reversed(_orders(aggregation.body.get("order"))):
        entries.sort(key=lambda entry: entry[by], reverse=descending)
    buckets = []
    for key, count in entries[:size]:
        bucket = {**_key(own, key), "doc_count": count}
        if aggregation.below:
            bucket.update(run(aggregation.below, [part.narrowed(_holding(part, name, key)) for part in parts]))
        buckets.append(bucket)
    others = sum(counts.values()) - sum(count for _, count in entries[:size])
    return {"doc_count_error_upper_bound": 0, "sum_other_doc_count": others, "buckets": buckets}


def _counted(column: ValueColumn, mask: Mask) -> dict[Any, int]:
    """How many documents of ``mask`` have each value."""
    found = column.values if mask.all() else column.values[mask[column.slots]]
    if isinstance(column, KeywordColumn):
        tally = np.bincount(found, minlength=len(column.terms))
        places = np.flatnonzero(tally)
        return dict(zip([column.terms[place] for place in places.tolist()], tally[places].tolist(), strict=True))
    if not column.single:
        # A number that stands twice in one document counts once.
        pairs = np.unique(
            np.stack([column.slots[mask[column.slots]].astype(np.float64), found.astype(np.float64)]), axis=1
        )
        found = pairs[1].astype(column.values.dtype)
    values, tally = np.unique(found, return_counts=True)
    return dict(zip(values.tolist(), tally.tolist(), strict=True))


def _holding(part: Part, name: str, key: Any) -> Mask:
    column = part.snapshot.values(name)
    if column is None:
        return np.zeros(part.snapshot.size, dtype=bool)
    if isinstance(column, KeywordColumn):
        place = column.places.get(key)
        return np.zeros(part.snapshot.size, dtype=bool) if place is None else column.where(column.values == place)
    return column.where(column.values == key)


def _key(own: Field | None, key: Any) -> dict[str, Any]:
    if own is not None and own.kind == "boolean":
        return {"key": int(key), "key_as_string": "true" if key else "false"}
    if own is not None and own.kind == "date":
        return {"key": key, "key_as_string": dates.to_iso(key)}
    if own is not None and own.kind in FLOATS:
        return {"key": float(np.float32(key)) if own.kind == "float" else float(key)}
    return {"key": key}


def _orders(spec: Any) -> list[tuple[int, bool]]:
    """(which of key and count, descending) from the most important on; the key settles what is left."""
    orders: list[tuple[int, bool]] = []
    for item in spec if isinstance(spec, list) else [spec] if spec else []:
        for name, direction in item.items():
            if name not in ("_count", "_key") or direction not in ("asc", "desc"):
                raise IllegalArgument(f"Invalid aggregator order path [{name}]")
            orders.append((1 if name == "_count" else 0, direction == "desc"))
    orders = orders or [(1, True)]
    return orders if any(by == 0 for by, _ in orders) else [*orders, (0, False)]


_RUNNERS: dict[str, Callable[[Aggregation, list[Part]], dict[str, Any]]] = {
    "filter": _filter,
    "cardinality": _cardinality,
    "terms": _terms,
}
