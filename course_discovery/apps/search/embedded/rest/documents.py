"""Calls on documents: by id, and in bulk."""

from __future__ import annotations

import gc
import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from course_discovery.apps.search.embedded.cluster import Cluster, IndexState
from course_discovery.apps.search.embedded.errors import EngineError, IllegalArgument, IndexNotFound, MappingError
from course_discovery.apps.search.embedded.mapping.documents import field_values
from course_discovery.apps.search.embedded.rest.request import Answer, Request, read_flag
from course_discovery.apps.search.embedded.search.sources import SourceFilter

_REFRESH = ("true", "false", "wait_for", "")
_SHARDS = {"total": 2, "successful": 1, "failed": 0}


@dataclass(frozen=True)
class _Action:
    """One action of a bulk request; ``source`` is kept as it was sent. Deletions do not ask for an alias."""

    kind: str
    index: str
    doc_id: str | None
    source: bytes | None
    require_alias: bool = False


class _Writer:
    """Applies actions to the shards of a cluster; for the holder of the write lock. Nothing counts before
    ``commit``.
    """

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._states: dict[str, IndexState] = {}
        self._names: dict[str, str] = {}

    def apply(self, action: _Action) -> tuple[dict[str, Any], int]:
        """The item of the response and its status; raises EngineError."""
        state = self._state(action)
        if action.kind == "delete":
            return self._delete(state, action)
        doc_id = action.doc_id or uuid.uuid4().hex[:20]
        if len(doc_id.encode()) > 512:
            raise IllegalArgument(
                f"id [{doc_id}] is too long, must be no longer than 512 bytes but was: {len(doc_id.encode())}"
            )
        old = state.shard.find(doc_id) if action.kind == "create" else None
        if old:
            raise EngineError(
                409,
                "version_conflict_engine_exception",
                f"[{doc_id}]: version conflict, document already exists (current version [{old.version}])",
                index=state.name,
                shard="0",
                index_uuid=state.uuid,
            )
        source = action.source or b""
        mapping, values = field_values(state.mapping, _document(source))
        if mapping is not state.mapping:
            state = self._states[state.name] = self._cluster.update(state, mapping=mapping)
        stored, is_new = state.shard.put(doc_id, values, source)
        item = {"_index": state.name, "_id": doc_id, "_version": stored.version,
                "result": "created" if is_new else "updated", "_shards": _SHARDS,
                "_seq_no": stored.sequence, "_primary_term": 1}  # fmt: skip
        return item, 201 if is_new else 200

    def commit(self) -> None:
        """Makes everything that was applied visible."""
        for state in self._states.values():
            state.shard.commit()

    def discard(self) -> None:
        """Forgets everything that was applied."""
        for state in self._states.values():
            state.shard.discard()

    def _delete(self, state: IndexState, action: _Action) -> tuple[dict[str, Any], int]:
        doc_id = action.doc_id or ""
        stored = state.shard.delete(doc_id)
        item = {"_index": state.name, "_id": doc_id, "_version": stored.version if stored else 1,
                "result": "deleted" if stored else "not_found", "_shards": _SHARDS,
                "_seq_no": stored.sequence if stored else 0, "_primary_term": 1}  # fmt: skip
        return item, 200 if stored else 404

    def _state(self, action: _Action) -> IndexState:
        # A state of this request may know fields that the cluster's does not yet.
        name = self._names.get(action.index)
        if action.require_alias and action.kind != "delete" and not self._cluster.has_alias(action.index):
            raise EngineError(
                404,
                "index_not_found_exception",
                f"no such index [{action.index}] and [require_alias] request flag is [true] and [{action.index}] "
                "is not an alias",
                index_uuid="_na_",
                index=action.index,
            )
        if name is not None:
            return self._states[name]
        state = self._cluster.single(action.index)
        if state is None:
            if action.kind == "delete":
                raise IndexNotFound(action.index)
            state = self._cluster.create(action.index, {})
        self._names[action.index] = state.name
        return self._states.setdefault(state.name, state)


def bulk(cluster: Cluster, request: Request) -> Answer:
    """``POST /_bulk`` and ``/{index}/_bulk``: actions one by one; a failing one does not stop the others."""
    request.allow("refresh", "routing", "wait_for_active_shards", "require_alias", "_source", "pipeline")
    _check_refresh(request)
    started = time.perf_counter()
    actions = _parse_bulk(request.raw, request.path.get("index"), request.flag("require_alias"))
    items, failed = [], False
    with cluster.writing(), _uncollected():
        writer = _Writer(cluster)
        try:
            for action in actions:
                try:
                    item, status = writer.apply(action)
                except EngineError as error:
                    failed = True
                    item = {"_index": action.index, "_id": action.doc_id, "error": error.cause()}
                    status = error.status
                items.append({action.kind: {**item, "status": status}})
            writer.commit()
        except BaseException:
            writer.discard()
            raise
    took = round((time.perf_counter() - started) * 1000)
    return Answer({"took": took, "errors": failed, "items": items})


@contextmanager
def _uncollected() -> Iterator[None]:
    """Suspends the collection of cycles: a bulk makes none, and many objects, which it would look through each time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _parse_bulk(raw: bytes, default_index: str | None, require_alias: bool) -> list[_Action]:
    lines = raw.split(b"\n")
    if lines and lines[-1].strip():
        raise IllegalArgument("The bulk request must be terminated by a newline [\\n]")
    actions: list[_Action] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line.strip():
            continue
        kind, meta = _action_line(line, at)
        index = meta.get("_index", default_index)
        if index is None:
            raise EngineError(400, "action_request_validation_exception", "Validation Failed: 1: index is missing;")
        doc_id = None if meta.get("_id") is None else str(meta["_id"])
        source = None
        if kind == "delete":
            if doc_id is None:
                raise EngineError(400, "action_request_validation_exception", "Validation Failed: 1: id is missing;")
        else:
            if at >= len(lines) or not lines[at].strip():
                raise EngineError(
                    400, "action_request_validation_exception", "Validation Failed: 1: source is missing;"
                )
            source = lines[at].strip()
            at += 1
        needs_alias = read_flag(meta.get("require_alias", require_alias))
        actions.append(_Action(kind, str(index), doc_id, source, needs_alias))
    if not actions:
        raise EngineError(400, "action_request_validation_exception", "Validation Failed: 1: no requests added;")
    return actions


def _action_line(line: bytes, number: int) -> tuple[str, dict[str, Any]]:
    try:
        action = json.loads(line)
    except ValueError:
        action = None
    if not isinstance(action, dict) or len(action) != 1:
        raise IllegalArgument(f"Malformed action/metadata line [{number}], expected START_OBJECT")
    kind, meta = next(iter(action.items()))
    if kind not in ("index", "create", "delete"):
        raise IllegalArgument(
            f"Malformed action/metadata line [{number}], expected field [create], [delete], "
            f"[index] or [update] but found [{kind}]"
        )
    if not isinstance(meta, dict):
        raise IllegalArgument(f"Malformed action/metadata line [{number}], expected START_OBJECT")
    unknown = set(meta) - {"_index", "_id", "_type", "routing", "retry_on_conflict", "require_alias"}
    if unknown:
        raise IllegalArgument(f"Action/metadata line [{number}] contains an unknown parameter [{sorted(unknown)[0]}]")
    return kind, meta


def _document(raw: bytes) -> dict[str, Any]:
    try:
        source = json.loads(raw)
    except ValueError as error:
        raise MappingError(f"failed to parse: {error}", "document_parsing_exception") from None
    if not isinstance(source, dict):
        raise MappingError("Malformed content, must start with an object", "document_parsing_exception")
    return source


def _check_refresh(request: Request) -> None:
    if request.params.get("refresh", "false") not in _REFRESH:
        raise IllegalArgument(f"Unknown value for refresh: [{request.params['refresh']}].")


def _one(cluster: Cluster, request: Request, kind: str, doc_id: str | None) -> Answer:
    more = () if kind == "delete" else ("op_type", "require_alias")
    request.allow("refresh", "routing", "wait_for_active_shards", *more)
    _check_refresh(request)
    source = None
    if kind != "delete":
        if not request.raw.strip():
            raise IllegalArgument("request body is required")
        source = request.raw
    with cluster.writing():
        writer = _Writer(cluster)
        try:
            item, status = writer.apply(
                _Action(kind, request.path["index"], doc_id, source, request.flag("require_alias"))
            )
            writer.commit()
        except BaseException:
            writer.discard()
            raise
    return Answer(item, status)


def index(cluster: Cluster, request: Request) -> Answer:
    """``PUT`` and ``POST /{index}/_doc/{id}``, ``POST /{index}/_doc``."""
    kind = "create" if request.params.get("op_type") == "create" else "index"
    return _one(cluster, request, kind, request.path.get("id"))


def create(cluster: Cluster, request: Request) -> Answer:
    """``PUT /{index}/_create/{id}``"""
    return _one(cluster, request, "create", request.path["id"])


def delete(cluster: Cluster, request: Request) -> Answer:
    """``DELETE /{index}/_doc/{id}``"""
    return _one(cluster, request, "delete", request.path["id"])


def get(cluster: Cluster, request: Request) -> Answer:
    """``GET /{index}/_doc/{id}``"""
    request.allow("_source", "_source_includes", "_source_excludes", "realtime", "refresh", "preference", "routing")
    body = _get(cluster, request.path["index"], request.path["id"], source_filter(request))
    return Answer(body, 200 if body["found"] else 404)


def head(cluster: Cluster, request: Request) -> Answer:
    """``HEAD /{index}/_doc/{id}``"""
    return Answer(None, get(cluster, request).status)


def get_source(cluster: Cluster, request: Request) -> Answer:
    """``GET /{index}/_source/{id}``"""
    body = get(cluster, request).body
    if not body["found"]:
        where = f"[{request.path['index']}]/[{request.path['id']}]"
        raise EngineError(404, "resource_not_found_exception", f"Document not found {where}")
    return Answer(body["_source"])


def mget(cluster: Cluster, request: Request) -> Answer:
    """``POST /_mget`` and ``/{index}/_mget``."""
    request.allow("_source", "_source_includes", "_source_excludes", "realtime", "refresh", "preference", "routing")
    body = request.json()
    default = request.path.get("index")
    entries = [{"_id": doc_id} for doc_id in body.get("ids", [])] + list(body.get("docs", []))
    if not entries:
        raise EngineError(400, "action_request_validation_exception", "Validation Failed: 1: no documents to get;")
    found = []
    for entry in entries:
        index_name = entry.get("_index", default)
        if index_name is None:
            raise EngineError(
                400, "action_request_validation_exception", "Validation Failed: 1: index is missing for doc 0;"
            )
        chosen = SourceFilter(entry["_source"]) if "_source" in entry else source_filter(request)
        try:
            found.append(_get(cluster, index_name, str(entry["_id"]), chosen))
        except EngineError as error:
            found.append({"_index": index_name, "_id": str(entry["_id"]), "error": error.body()["error"]})
    return Answer({"docs": found})


def _get(cluster: Cluster, name: str, doc_id: str, chosen: SourceFilter) -> dict[str, Any]:
    state = cluster.single(name)
    if state is None:
        raise IndexNotFound(name)
    snapshot = state.shard.snapshot()
    slot = snapshot.slots_by_id.get(doc_id)
    if slot is None:
        return {"_index": state.name, "_id": doc_id, "found": False}
    body: dict[str, Any] = {
        "_index": state.name,
        "_id": doc_id,
        "_version": int(snapshot.versions[slot]),
        "_seq_no": int(snapshot.ords[slot]),
        "_primary_term": 1,
        "found": True,
    }
    if chosen.wanted:
        body["_source"] = chosen.apply(snapshot.sources([slot])[0])
    return body


def source_filter(request: Request) -> SourceFilter:
    """The filter that ``_source``, ``_source_includes`` and ``_source_excludes`` parameters ask for."""
    spec: Any = request.params.get("_source")
    if spec in ("true", "false"):
        spec = spec == "true"
    includes, excludes = request.params.get("_source_includes"), request.params.get("_source_excludes")
    if includes or excludes:
        spec = {"includes": includes or spec, "excludes": excludes}
    return SourceFilter(spec)
