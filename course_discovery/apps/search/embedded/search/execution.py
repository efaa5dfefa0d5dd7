"""A search over one or several indexes."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_discovery.apps.search.embedded.cluster import IndexState
from course_discovery.apps.search.embedded.errors import (
    EngineError,
    IllegalArgument,
    IndexNotFound,
    ParsingError,
    ShardError,
    search_failed,
)
from course_discovery.apps.search.embedded.index.columns import Ints
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.query.dsl import Translator
from course_discovery.apps.search.embedded.query.nodes import Void, early_failure
from course_discovery.apps.search.embedded.query.similarity import Scores
from course_discovery.apps.search.embedded.search import aggregations
from course_discovery.apps.search.embedded.search.sorting import Sorter, SortKey, compare, parse_sort, shown_score
from course_discovery.apps.search.embedded.search.sources import SourceFilter

_MEMBERS = {
    "query",
    "from",
    "size",
    "sort",
    "aggs",
    "aggregations",
    "_source",
    "track_total_hits",
    "search_after",
    "track_scores",
    "timeout",
    "version",
    "min_score",
    "post_filter",
}


@dataclass(frozen=True)
class SearchRequest:
    """A search body, checked as far as it can be without an index."""

    query: Any
    start: int
    size: int
    sort: list[SortKey]
    aggregations: list[aggregations.Aggregation]
    has_aggregations: bool
    source: SourceFilter
    after: list[Any] | None
    track_scores: bool
    track_total: bool
    version: bool
    post_filter: Any

    @property
    def is_sorted_by_field(self) -> bool:
        """Whether a field's values order the hits before anything else does."""
        return bool(self.sort) and not self.sort[0].by_score and not self.sort[0].by_order


def parse_request(body: dict[str, Any]) -> SearchRequest:
    """Raises ParsingError or IllegalArgument."""
    for name in body:
        if name not in _MEMBERS:
            raise ParsingError(f"unknown key [{name}] for a VALUE in the search request")
    if "min_score" in body:
        raise ParsingError("unsupported key [min_score] in the search request")
    start, size = _count(body, "from", 0), _count(body, "size", 10)
    after = body.get("search_after")
    if after is not None:
        if not isinstance(after, list):
            raise ParsingError("Expected [START_ARRAY] in [search_after]")
        if not after:
            raise IllegalArgument("Values must contains at least one value.")
        if start > 0:
            raise EngineError(
                400,
                "action_request_validation_exception",
                "Validation Failed: 1: [from] parameter must be set to 0 when [search_after] is used;",
            )
    specs = body.get("aggs", body.get("aggregations"))
    return SearchRequest(
        query=body.get("query"),
        start=start,
        size=size,
        sort=parse_sort(body.get("sort")),
        aggregations=aggregations.parse_aggregations(specs),
        has_aggregations=bool(specs),
        source=SourceFilter(body.get("_source")),
        after=after,
        track_scores=str(body.get("track_scores", False)).lower() == "true",
        track_total=str(body.get("track_total_hits", True)).lower() != "false",
        version=str(body.get("version", False)).lower() == "true",
        post_filter=body.get("post_filter"),
    )


def _count(body: dict[str, Any], name: str, default: int) -> int:
    value = body.get(name)
    if value is None:
        return default
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise IllegalArgument(f"Failed to parse value [{value}] for [{name}]") from None
    if number < 0:
        told = ", found" if name == "size" else " but was"
        raise IllegalArgument(f"[{name}] parameter cannot be negative{told} [{number}]")
    return number


@dataclass(frozen=True)
class _Found:
    """What one index found."""

    state: IndexState
    snapshot: Snapshot
    slots: Ints
    values: list[list[Any]]
    scores: Scores | None
    total: int
    best: float | None
    part: aggregations.Part


@dataclass(frozen=True)
class _Hit:
    found: _Found
    slot: int
    values: list[Any]


def on_each(
    states: list[IndexState], one: Callable[[IndexState], Any]
) -> tuple[list[Any], list[tuple[str, EngineError]]]:
    """Runs ``one`` for each index: results, and (index, error) of those that failed. Raises when all failed."""
    results: list[Any] = []
    failures: list[tuple[str, EngineError]] = []
    for state in sorted(states, key=lambda state: state.name):
        try:
            results.append(one(state))
        except ShardError as error:
            failures.append((state.name, error))
        except FileNotFoundError:
            raise IndexNotFound(state.name) from None
    if failures and not results:
        raise search_failed(failures)
    return results, failures


def shards(total: int, failures: list[tuple[str, EngineError]]) -> dict[str, Any]:
    """The ``_shards`` member of a response."""
    body: dict[str, Any] = {"total": total, "successful": total - len(failures), "skipped": 0, "failed": len(failures)}
    if failures:
        body["failures"] = [
            {"shard": 0, "index": index, "node": "embedded", "reason": error.cause_in(index)}
            for index, error in failures
        ]
    return body


def count(states: list[IndexState], body: dict[str, Any]) -> dict[str, Any]:
    """Answers ``_count``."""
    for name in body:
        if name != "query":
            raise ParsingError(f"request does not support [{name}]")

    def one(state: IndexState) -> int:
        snapshot = state.shard.snapshot()
        node = Translator(state.mapping, snapshot).optional(body.get("query"))
        _raise(node.failure())
        return int(node.matches(snapshot).sum())

    counts, failures = on_each(states, one)
    return {"count": sum(counts), "_shards": shards(len(states), failures)}


def _raise(error: EngineError | None) -> None:
    if error is not None:
        raise error


def search(states: list[IndexState], request: SearchRequest) -> dict[str, Any]:
    """Answers ``_search``."""
    started = time.perf_counter()
    answers, failures = on_each(states, lambda state: _search_one(state, request, may_skip=len(states) > 1))
    found = [answer for answer in answers if answer is not None]
    if not found and not request.is_sorted_by_field:
        # Elasticsearch leaves out an index only while another one answers.
        found, _ = on_each(states, lambda state: _search_one(state, request, may_skip=False))
    hits = _merged(found, request)
    response: dict[str, Any] = {
        "took": 0,
        "timed_out": False,
        "_shards": shards(len(states), failures),
        "hits": _hits(found, hits, request),
    }
    if request.has_aggregations:
        response["aggregations"] = aggregations.run(request.aggregations, [part.part for part in found])
    response["took"] = round((time.perf_counter() - started) * 1000)
    return response


def _search_one(state: IndexState, request: SearchRequest, may_skip: bool) -> _Found | None:
    """What one index finds. None for one of several that cannot have hits: there, nothing else of the request
    matters.
    """
    snapshot = state.shard.snapshot()
    translator = Translator(state.mapping, snapshot)
    node = translator.optional(request.query)
    filters = aggregations.filters(request.aggregations, translator.node)
    _raise(early_failure([node, *filters.values()]))
    if may_skip and isinstance(node, Void):
        return None
    # In the order in which Elasticsearch comes upon errors.
    _raise(node.failure())
    sorter = Sorter(request.sort or [SortKey("_score", descending=True)], state.mapping, state.name)
    aggregations.check(request.aggregations, state.mapping, state.name, filters)
    if request.after is not None and not request.sort:
        raise ShardError("Sort must contain at least one field.", "illegal_argument_exception")
    window = state.result_window
    if request.start + request.size > window:
        raise ShardError(
            f"Result window is too large, from + size must be less than or equal to: [{window}] but was "
            f"[{request.start + request.size}]. See the scroll api for a more efficient way "
            "to request large data sets. "
            "This limit can be set by changing the [index.max_result_window] index level setting.",
            "illegal_argument_exception",
        )
    scoring = request.track_scores or not request.sort or any(key.by_score for key in request.sort)
    scores: Scores | None = None
    if scoring and request.size:
        mask, scores = node.scored(snapshot)
    else:
        mask = node.matches(snapshot)
    part = aggregations.Part(state.mapping, snapshot, mask, filters)
    if request.post_filter is not None:
        mask = mask & translator.node(request.post_filter).matches(snapshot)
    slots = np.flatnonzero(mask)
    top, values = sorter.top(snapshot, slots, scores, request.start + request.size, request.after)
    best = float(scores[slots].max()) if scores is not None and len(slots) else None
    return _Found(state, snapshot, top, values, scores, len(slots), best, part)


def _merged(found: list[_Found], request: SearchRequest) -> list[_Hit]:
    """The hits of the page, over all indexes; equal ones in the order of the indexes' names."""
    keys = request.sort or [SortKey("_score", descending=True)]
    hits = [
        _Hit(part, slot, values)
        for part in found
        for slot, values in zip(part.slots.tolist(), part.values, strict=True)
    ]
    if len(found) > 1:
        hits.sort(key=functools.cmp_to_key(lambda a, b: compare(keys, a.values, b.values)))
    return hits[request.start : request.start + request.size]


def _hits(found: list[_Found], hits: list[_Hit], request: SearchRequest) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if request.track_total:
        body["total"] = {"value": sum(part.total for part in found), "relation": "eq"}
    best = [part.best for part in found if part.best is not None]
    by_score = not request.sort or request.track_scores or any(key.by_score for key in request.sort)
    body["max_score"] = shown_score(max(best)) if best and by_score else None
    body["hits"] = [{} for _ in hits]
    for part in found:
        places = [place for place, hit in enumerate(hits) if hit.found is part]
        slots = [hits[place].slot for place in places]
        sources = part.snapshot.sources(slots) if request.source.wanted else [b""] * len(slots)
        for place, slot, source in zip(places, slots, sources, strict=True):
            body["hits"][place] = _hit(part, slot, source, hits[place].values, request)
    return body


def _hit(part: _Found, slot: int, source: bytes, values: list[Any], request: SearchRequest) -> dict[str, Any]:
    hit: dict[str, Any] = {
        "_index": part.state.name,
        "_type": "_doc",
        "_id": part.snapshot.ids[slot],
        "_score": shown_score(float(part.scores[slot])) if part.scores is not None else None,
    }
    if request.version:
        hit["_version"] = int(part.snapshot.versions[slot])
    if request.source.wanted:
        hit["_source"] = request.source.apply(source)
    if request.sort:
        hit["sort"] = values
    return hit
