"""Calls on indexes: create, delete, settings, mappings, aliases, health."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from course_discovery.apps.search.embedded.cluster import Cluster, IndexState, flat_settings
from course_discovery.apps.search.embedded.errors import EngineError, IllegalArgument, IndexNotFound, ParsingError
from course_discovery.apps.search.embedded.rest.request import ACKNOWLEDGED, Answer, Request

_TARGETING = (
    "ignore_unavailable",
    "allow_no_indices",
    "expand_wildcards",
    "local",
    "flat_settings",
    "include_defaults",
)
_DYNAMIC_SETTINGS = ("max_result_window", "number_of_replicas", "refresh_interval")


def create(cluster: Cluster, request: Request) -> Answer:
    """``PUT /{index}``"""
    request.allow("wait_for_active_shards")
    name = request.path["index"]
    with cluster.writing():
        cluster.create(name, request.json())
    return Answer({"acknowledged": True, "shards_acknowledged": True, "index": name})


def delete(cluster: Cluster, request: Request) -> Answer:
    """``DELETE /{index}``: names, commas, patterns; an alias is refused."""
    request.allow(*_TARGETING)
    expression = request.path["index"]
    with cluster.writing():
        for name in expression.split(","):
            aliased = [state.name for state in cluster.indices.values() if name in state.aliases]
            if aliased and name not in cluster.indices:
                raise IllegalArgument(
                    f"The provided expression [{name}] matches an alias, specify the corresponding "
                    "concrete indices instead."
                )
        missing_ok = request.flag("ignore_unavailable")
        cluster.delete(cluster.resolve(expression, ignore_unavailable=missing_ok, aliases=False))
    return ACKNOWLEDGED


def exists(cluster: Cluster, request: Request) -> Answer:
    """``HEAD /{index}``"""
    request.allow(*_TARGETING)
    try:
        states = cluster.resolve(request.path["index"])
    except IndexNotFound:
        return Answer(None, 404)
    return Answer(None, 200 if states or "*" in request.path["index"] else 404)


def get(cluster: Cluster, request: Request) -> Answer:
    """``GET /{index}``"""
    request.allow(*_TARGETING)
    body = {}
    for state in _resolved(cluster, request):
        body[state.name] = {
            "aliases": state.aliases,
            "mappings": state.mapping.body,
            "settings": {"index": _shown_settings(state)},
        }
    return Answer(body)


def get_mapping(cluster: Cluster, request: Request) -> Answer:
    """``GET /{index}/_mapping``"""
    request.allow(*_TARGETING)
    return Answer({state.name: {"mappings": state.mapping.body} for state in _resolved(cluster, request)})


def put_mapping(cluster: Cluster, request: Request) -> Answer:
    """``PUT /{index}/_mapping``"""
    request.allow(*_TARGETING, "write_index_only")
    body = request.json()
    with cluster.writing():
        for state in _resolved(cluster, request):
            cluster.update(state, mapping=state.mapping.merged(body))
    return ACKNOWLEDGED


def get_settings(cluster: Cluster, request: Request) -> Answer:
    """``GET /{index}/_settings``"""
    request.allow(*_TARGETING)
    return Answer(
        {state.name: {"settings": {"index": _shown_settings(state)}} for state in _resolved(cluster, request)}
    )


def put_settings(cluster: Cluster, request: Request) -> Answer:
    """``PUT /{index}/_settings``"""
    request.allow(*_TARGETING, "preserve_existing")
    body = request.json()
    changes = flat_settings(body.get("settings", body))
    for name in changes:
        if name not in _DYNAMIC_SETTINGS and not name.startswith("blocks."):
            raise IllegalArgument(f"Can't update non dynamic settings [[index.{name}]] for open indices")
    with cluster.writing():
        for state in _resolved(cluster, request):
            settings = {**state.settings, **changes}
            cluster.update(state, settings={name: value for name, value in settings.items() if value is not None})
    return ACKNOWLEDGED


def _shown_settings(state: IndexState) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "number_of_shards": "1",
        "number_of_replicas": "1",
        "provided_name": state.name,
        "creation_date": str(state.created),
        "uuid": state.uuid,
    }
    for name, value in state.settings.items():
        target = shown
        *parents, last = name.split(".")
        for parent in parents:
            target = target.setdefault(parent, {})
        target[last] = value if isinstance(value, dict) or value is None else _text(value)
    return shown


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _resolved(cluster: Cluster, request: Request) -> list[IndexState]:
    return cluster.resolve(request.path.get("index", "_all"), ignore_unavailable=request.flag("ignore_unavailable"))


def refresh(cluster: Cluster, request: Request) -> Answer:
    """``POST /{index}/_refresh``: every write is visible at once, so only the name is checked."""
    request.allow(*_TARGETING)
    count = len(_resolved(cluster, request))
    return Answer({"_shards": {"total": count, "successful": count, "failed": 0}})


def health(cluster: Cluster, request: Request) -> Answer:
    """``GET /_cluster/health``: always green."""
    request.allow(
        *_TARGETING,
        "wait_for_status",
        "level",
        "wait_for_no_relocating_shards",
        "wait_for_nodes",
        "wait_for_active_shards",
    )
    expression = request.path.get("index", "_all")
    try:
        count = len(cluster.resolve(expression))
    except IndexNotFound:
        count = 0
    return Answer(
        {
            "cluster_name": "embedded",
            "status": "green",
            "timed_out": False,
            "number_of_nodes": 1,
            "number_of_data_nodes": 1,
            "active_primary_shards": count,
            "active_shards": count,
            "relocating_shards": 0,
            "initializing_shards": 0,
            "unassigned_shards": 0,
        }
    )


def get_alias(cluster: Cluster, request: Request) -> Answer:
    """``GET /_alias``, ``/_alias/{name}``, ``/{index}/_alias`` and ``/{index}/_alias/{name}``."""
    request.allow(*_TARGETING)
    states = _resolved(cluster, request)
    if "name" not in request.path:
        return Answer({state.name: {"aliases": state.aliases} for state in states})
    wanted = request.path["name"].split(",")
    body: dict[str, Any] = {}
    seen: set[str] = set()
    for state in states:
        aliases = {alias: options for alias, options in state.aliases.items() if _any_matches(wanted, alias)}
        if aliases:
            body[state.name] = {"aliases": aliases}
            seen.update(aliases)
    missing = [name for name in wanted if "*" not in name and name != "_all" and name not in seen]
    if missing:
        plural = "aliases" if len(missing) > 1 else "alias"
        return Answer({"error": f"{plural} [{','.join(sorted(missing))}] missing", "status": 404, **body}, 404)
    return Answer(body)


def head_alias(cluster: Cluster, request: Request) -> Answer:
    """``HEAD /_alias/{name}``"""
    answer = get_alias(cluster, request)
    return Answer(None, answer.status if answer.body else 404)


def _any_matches(patterns: list[str], name: str) -> bool:
    return any(pattern == "_all" or fnmatchcase(name, pattern) for pattern in patterns)


def put_alias(cluster: Cluster, request: Request) -> Answer:
    """``PUT /{index}/_alias/{name}``"""
    action = {"add": {"index": request.path["index"], "alias": request.path["name"], **request.json()}}
    return _change_aliases(cluster, [action])


def delete_alias(cluster: Cluster, request: Request) -> Answer:
    """``DELETE /{index}/_alias/{name}``"""
    action = {"remove": {"index": request.path["index"], "alias": request.path["name"], "must_exist": True}}
    return _change_aliases(cluster, [action])


def update_aliases(cluster: Cluster, request: Request) -> Answer:
    """``POST /_aliases``: all actions or none."""
    actions = request.json().get("actions")
    if not isinstance(actions, list) or not actions:
        raise IllegalArgument("No action specified")
    return _change_aliases(cluster, actions)


def _change_aliases(cluster: Cluster, actions: list[Any]) -> Answer:
    with cluster.writing():
        before = cluster.indices
        indices = {name: dict(state.aliases) for name, state in before.items()}
        removed: list[str] = []
        missing: list[str] = []
        adding = any(isinstance(action, dict) and "add" in action for action in actions)
        for action in actions:
            if not isinstance(action, dict) or len(action) != 1:
                raise ParsingError("[aliases] malformed action")
            kind, body = next(iter(action.items()))
            if kind not in ("add", "remove", "remove_index") or not isinstance(body, dict):
                raise ParsingError(f"[aliases] unknown field [{kind}]")
            names = _list(body, "index", "indices")
            states = [state for name in names for state in cluster.resolve(name, aliases=False)]
            if kind == "remove_index":
                removed.extend(state.name for state in states)
                continue
            aliases = _list(body, "alias", "aliases")
            if not aliases or not names:
                raise IllegalArgument(f"One of [alias] or [aliases] is required for [{kind}]")
            for alias in aliases:
                if kind == "add":
                    _add(indices, before, states, alias, body)
                elif not _remove(indices, states, alias):
                    missing.append(alias)
                    if str(body.get("must_exist", False)).lower() == "true":
                        adding = False
        if missing and not adding:
            raise EngineError(
                404,
                "aliases_not_found_exception",
                f"aliases [{','.join(missing)}] missing",
                **{"resource.type": "aliases", "resource.id": ",".join(missing)},
            )
        _store(cluster, before, indices, removed)
    return ACKNOWLEDGED


def _store(
    cluster: Cluster, before: dict[str, IndexState], aliases: dict[str, dict[str, Any]], removed: list[str]
) -> None:
    cluster.save({name: replace(state, aliases=aliases[name]) for name, state in before.items()})
    if removed:
        cluster.delete([before[name] for name in removed])


def _add(
    indices: dict[str, dict[str, Any]],
    before: dict[str, IndexState],
    states: list[IndexState],
    alias: str,
    body: dict[str, Any],
) -> None:
    if alias in before:
        raise EngineError(
            400,
            "invalid_alias_name_exception",
            f"Invalid alias name [{alias}]: an index or data stream exists with the same name as the alias",
        )
    unknown = set(body) - {"index", "indices", "alias", "aliases", "is_write_index", "must_exist"}
    if unknown:
        raise ParsingError(f"[aliases] unsupported field [{sorted(unknown)[0]}]")
    for state in states:
        options = {"is_write_index": body["is_write_index"]} if "is_write_index" in body else {}
        indices[state.name][alias] = options


def _remove(indices: dict[str, dict[str, Any]], states: list[IndexState], alias: str) -> bool:
    found = False
    for state in states:
        for name in [name for name in indices[state.name] if fnmatchcase(name, alias)]:
            del indices[state.name][name]
            found = True
    return found


def _list(body: dict[str, Any], single: str, several: str) -> list[str]:
    value = body.get(single, body.get(several))
    if value is None:
        return []
    return value if isinstance(value, list) else str(value).split(",")
