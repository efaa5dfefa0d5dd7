"""Calls that search, and ``_analyze``."""

from __future__ import annotations

from typing import Any

from course_discovery.apps.search.embedded.analysis.analyzers import POSITION_GAP, Analyzer, AnalyzerRegistry
from course_discovery.apps.search.embedded.cluster import Cluster, IndexState
from course_discovery.apps.search.embedded.errors import EngineError, IllegalArgument, IndexNotFound, ParsingError
from course_discovery.apps.search.embedded.rest.request import Answer, Request
from course_discovery.apps.search.embedded.search import execution

_TARGETING = ("ignore_unavailable", "allow_no_indices", "expand_wildcards", "ignore_throttled", "preference", "routing")
_IN_BODY = ("from", "size", "track_scores", "track_total_hits", "version", "timeout")
_SOURCE = ("_source", "_source_includes", "_source_excludes")
_HARMLESS = (
    "request_cache",
    "batched_reduce_size",
    "ccs_minimize_roundtrips",
    "max_concurrent_shard_requests",
    "typed_keys",
    "pre_filter_shard_size",
    "allow_partial_search_results",
)


def search(cluster: Cluster, request: Request) -> Answer:
    """``GET`` and ``POST /{index}/_search``."""
    request.allow(*_TARGETING, *_IN_BODY, *_SOURCE, *_HARMLESS, "sort", "search_type", "rest_total_hits_as_int")
    if request.params.get("search_type", "query_then_fetch") != "query_then_fetch":
        raise IllegalArgument(f"unsupported search_type [{request.params['search_type']}]")
    body = request.json()
    for name in _IN_BODY:
        if name in request.params:
            body[name] = request.params[name]
    if "sort" in request.params:
        body["sort"] = [_sort_entry(part) for part in request.params["sort"].split(",")]
    _set_source(body, request)
    checked = execution.parse_request(body)
    answer = execution.search(_targets(cluster, request), checked)
    if request.flag("rest_total_hits_as_int") and "total" in answer["hits"]:
        answer["hits"]["total"] = answer["hits"]["total"]["value"]
    return Answer(answer)


def count(cluster: Cluster, request: Request) -> Answer:
    """``GET`` and ``POST /{index}/_count``."""
    request.allow(*_TARGETING)
    return Answer(execution.count(_targets(cluster, request), request.json()))


def _targets(cluster: Cluster, request: Request) -> list[IndexState]:
    expression = request.path.get("index", "_all")
    states = cluster.resolve(expression, ignore_unavailable=request.flag("ignore_unavailable"))
    if not states and not request.flag("allow_no_indices", default=True):
        raise IndexNotFound(expression)
    return states


def _sort_entry(text: str) -> Any:
    name, _, order = text.partition(":")
    return {name: {"order": order}} if order else name


def _set_source(body: dict[str, Any], request: Request) -> None:
    includes, excludes = request.params.get("_source_includes"), request.params.get("_source_excludes")
    if "_source" in request.params:
        value = request.params["_source"]
        body["_source"] = value == "true" if value in ("true", "false") else value.split(",")
    if includes or excludes:
        body["_source"] = {
            "includes": includes.split(",") if includes else [],
            "excludes": excludes.split(",") if excludes else [],
        }


def analyze(cluster: Cluster, request: Request) -> Answer:
    """``POST /_analyze`` and ``/{index}/_analyze``."""
    request.allow("index")
    body = request.json()
    unknown = set(body) - {"analyzer", "text", "field", "tokenizer", "filter", "char_filter"}
    if unknown:
        raise ParsingError(f"[analyze_request] unknown field [{sorted(unknown)[0]}]")
    if body.get("text") is None:
        raise EngineError(400, "action_request_validation_exception", "Validation Failed: 1: text is missing;")
    analyzer = _analyzer(cluster, request.path.get("index"), body)
    texts = body["text"] if isinstance(body["text"], list) else [body["text"]]
    tokens = []
    position = offset = 0
    for text in texts:
        stream = analyzer.analyze_marked(str(text))
        assert stream.marks is not None
        for at, (term, place, mark) in enumerate(zip(stream.terms, stream.positions, stream.marks, strict=True)):
            token: dict[str, Any] = {
                "token": term,
                "start_offset": offset + mark.start,
                "end_offset": offset + mark.end,
                "type": mark.kind,
                "position": position + place,
            }
            if stream.lengths is not None and stream.lengths[at] > 1:
                token["positionLength"] = stream.lengths[at]
            tokens.append(token)
        position += stream.end_position + (POSITION_GAP if "index" in request.path else 0)
        offset += len(str(text)) + 1
    return Answer({"tokens": tokens})


def _analyzer(cluster: Cluster, index: str | None, body: dict[str, Any]) -> Analyzer:
    state = None
    if index is not None:
        state = cluster.single(index)
        if state is None:
            raise IndexNotFound(index)
    registry = state.mapping.analyzers if state else AnalyzerRegistry()
    if "field" in body:
        field = state.mapping.fields.get(body["field"]) if state else None
        if field is not None and field.analyzer is not None:
            return field.analyzer
        return registry.get("keyword") if field is not None else registry.get("standard")
    if "tokenizer" in body:
        return registry.custom({key: body[key] for key in ("tokenizer", "filter", "char_filter") if key in body})
    return registry.get(body.get("analyzer", "standard"))
