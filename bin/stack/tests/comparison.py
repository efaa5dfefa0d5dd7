"""Whether two engines gave one answer.

Scores are compared to five digits: both compute them in single precision, but add up in another order. Hits that a sort
or a score leaves equal come in the order in which the engine keeps its documents, which is its own affair: they are
compared as sets, and where a page ends between them, by their place alone.
"""

import math
from collections.abc import Iterator
from typing import Any

Answer = dict[str, Any]
TOLERANCE = 1e-5
_CONTRACT = {"search_phase_execution_exception", "index_not_found_exception", "action_request_validation_exception"}


def differences(request: dict[str, Any], statuses: tuple[int, int], one: Answer, other: Answer) -> list[str]:
    """What differs between two answers to the body of a request, in words."""
    if statuses[0] != statuses[1]:
        return [f"status: {statuses[0]} != {statuses[1]}"]
    if statuses[0] >= 400:
        return list(_errors(one["error"], other["error"]))
    found = list(_unequal("count", one.get("count"), other.get("count")))
    found += _unequal("aggregations", one.get("aggregations"), other.get("aggregations"))
    found += _shards(one["_shards"], other["_shards"])
    if "hits" in one:
        found += _unequal("total", one["hits"].get("total"), other["hits"].get("total"))
        if "sort" not in request:
            found += _close("max_score", one["hits"]["max_score"], other["hits"]["max_score"])
        found += _hits(request, one["hits"]["hits"], other["hits"]["hits"])
    return found


def _unequal(name: str, one: Any, other: Any) -> Iterator[str]:
    if one != other:
        yield f"{name}: {one} != {other}"


def _close(name: str, one: float | None, other: float | None) -> Iterator[str]:
    if one is None or other is None:
        yield from _unequal(name, one, other)
    elif not math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=1e-30):
        yield f"{name}: {one} != {other}"


def _errors(one: Answer, other: Answer) -> Iterator[str]:
    """What is wrong with the form of a request each engine tells in words of its own: no client reads them."""
    if other["type"] in _CONTRACT:
        yield from _unequal("error.type", one["type"], other["type"])
        yield from _unequal("root causes", _causes(one["root_cause"]), _causes(other["root_cause"]))


def _causes(causes: list[Answer]) -> list[tuple[str, ...]]:
    return sorted((cause["type"], cause.get("index", ""), cause["reason"]) for cause in causes)


def _shards(one: Answer, other: Answer) -> Iterator[str]:
    for name in ("total", "successful", "failed"):
        yield from _unequal(f"_shards.{name}", one[name], other[name])
    failures, others = (
        sorted((item["index"], item["reason"]["type"], item["reason"]["reason"]) for item in shards.get("failures", []))
        for shards in (one, other)
    )
    yield from _unequal("_shards.failures", failures, others)


def _hits(request: dict[str, Any], hits: list[Answer], others: list[Answer]) -> Iterator[str]:
    if len(hits) != len(others):
        yield f"number of hits: {len(hits)} != {len(others)}"
        return
    for place, (hit, other) in enumerate(zip(hits, others, strict=True)):
        yield from _same_place(f"hit {place}", request, hit, other)
    twins = {(hit["_index"], hit["_id"]): hit for hit in others}
    for hit in hits:
        name = f"{hit['_index']}/{hit['_id']}"
        twin = twins.get((hit["_index"], hit["_id"]))
        if twin is not None:
            yield from _same_place(name, request, hit, twin)
            yield from _unequal(f"_source of {name}", hit.get("_source"), twin.get("_source"))
        elif not _is_cut(request, hit, hits):
            yield f"{name} (score {hit['_score']}, sort {hit.get('sort')}) is only in the first answer"


def _same_place(name: str, request: dict[str, Any], one: Answer, other: Answer) -> Iterator[str]:
    yield from _close(f"score of {name}", one["_score"], other["_score"])
    values, others = one.get("sort"), other.get("sort")
    if values is None or others is None or len(values) != len(others):
        yield from _unequal(f"sort of {name}", values, others)
        return
    keys = request["sort"] if isinstance(request["sort"], list) else [request["sort"]]
    for key, value, twin in zip(keys, values, others, strict=True):
        compare = _close if key == "_score" or "_score" in key else _unequal
        yield from compare(f"sort of {name}", value, twin)


def _is_cut(request: dict[str, Any], hit: Answer, hits: list[Answer]) -> bool:
    """Whether a hit ties with the edge of its page, so that others may stand there with as good reason."""
    edges = [hits[0]] if request.get("from", 0) else []
    if len(hits) == request.get("size", 10):
        edges.append(hits[-1])
    return any(not list(_same_place("", request, hit, edge)) for edge in edges)
