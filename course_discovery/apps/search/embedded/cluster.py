"""The cluster state: which indexes there are, their settings, mappings and aliases."""

from __future__ import annotations

import re
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from course_discovery.apps.search.embedded.analysis.analyzers import AnalyzerRegistry
from course_discovery.apps.search.embedded.errors import EngineError, IllegalArgument, IndexNotFound
from course_discovery.apps.search.embedded.index.shard import Shard
from course_discovery.apps.search.embedded.index.store import Store
from course_discovery.apps.search.embedded.mapping.mapping import Mapping

DEFAULT_RESULT_WINDOW = 10_000
_BAD_NAME = re.compile(r'[\\/*?"<>| ,#:A-Z]|^[-_+]|^\.\.?$')
_STATIC_SETTINGS = {"number_of_shards", "number_of_replicas", "analysis", "max_result_window", "refresh_interval"}


@dataclass(frozen=True, slots=True)
class IndexState:
    """One index as of one cluster state. ``settings`` is flat, without the ``index.`` prefix, but for ``analysis``."""

    name: str
    uuid: str
    created: int
    settings: dict[str, Any]
    aliases: dict[str, dict[str, Any]]
    mapping: Mapping
    shard: Shard

    @property
    def result_window(self) -> int:
        """The highest ``from + size``."""
        return int(self.settings.get("max_result_window") or DEFAULT_RESULT_WINDOW)


class Cluster:
    """Reads follow the stored state; changes need the ``writing`` context."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._stamp: object = None
        self._loaded = False
        self._indices: dict[str, IndexState] = {}
        self.uuid = "embedded"

    @property
    def indices(self) -> dict[str, IndexState]:
        """All indexes by name, as of now; a new dictionary after each change."""
        stamp = self._store.stamp()
        with self._lock:
            if not self._loaded or stamp != self._stamp:
                self._indices = self._load(self._store.read_state() or {"indices": {}})
                self._stamp, self._loaded = stamp, True
            return self._indices

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Only one thread of one process at a time is in here; raises Locked."""
        with self._store.writing():
            yield

    def resolve(self, expression: str, *, ignore_unavailable: bool = False, aliases: bool = True) -> list[IndexState]:
        """The indexes that names, aliases and patterns stand for, each once. Raises IndexNotFound for an unknown
        name.
        """
        found: dict[str, IndexState] = {}
        indices = self.indices
        for part in expression.split(","):
            matched = self._match(part, indices, aliases)
            if not matched and "*" not in part and part not in ("", "_all") and not ignore_unavailable:
                raise IndexNotFound(part)
            for state in matched:
                found[state.name] = state
        return list(found.values())

    def single(self, name: str) -> IndexState | None:
        """The one index a write to ``name`` goes to; None when there is none. Raises IllegalArgument for several."""
        states = self._match(name, self.indices, aliases=True)
        if len(states) > 1:
            raise IllegalArgument(
                f"no write index is defined for alias [{name}]. The write index may be explicitly disabled using "
                "is_write_index=false or the alias points to multiple indices without one being "
                "designated as a write index"
            )
        return states[0] if states else None

    def has_alias(self, name: str) -> bool:
        """Whether the name is that of an alias."""
        return any(name in state.aliases for state in self.indices.values())

    def create(self, name: str, body: dict[str, Any]) -> IndexState:
        """Makes an index. Raises EngineError 400 where the name is taken or the body is wrong."""
        if name in self.indices or self._match(name, self.indices, aliases=True):
            existing = self._match(name, self.indices, aliases=True)[0]
            raise EngineError(
                400,
                "resource_already_exists_exception",
                f"index [{name}/{existing.uuid}] already exists",
                index_uuid=existing.uuid,
                index=name,
            )
        check_name(name)
        unknown = set(body) - {"settings", "mappings", "aliases"}
        if unknown:
            raise EngineError(400, "parse_exception", f"unknown key [{sorted(unknown)[0]}] for create index")
        settings = flat_settings(body.get("settings") or {})
        analyzers = AnalyzerRegistry(settings.get("analysis"))
        index_uuid = uuid.uuid4().hex
        shard = Shard(self._store.index(index_uuid))
        mapping = Mapping(body.get("mappings") or {}, analyzers)
        state = IndexState(
            name, index_uuid, int(time.time() * 1000), settings, dict(body.get("aliases") or {}), mapping, shard
        )
        shard.create()
        self.save({**self.indices, name: state})
        return state

    def delete(self, states: list[IndexState]) -> None:
        """Removes indexes and their files."""
        gone = {state.name for state in states}
        self.save({name: state for name, state in self.indices.items() if name not in gone})
        for state in states:
            self._store.delete_index(state.uuid)

    def update(self, state: IndexState, **changes: Any) -> IndexState:
        """Stores changed settings, aliases or mapping of one index."""
        changed = replace(state, **changes)
        self.save({**self.indices, state.name: changed})
        return changed

    def save(self, indices: dict[str, IndexState]) -> None:
        """Stores a whole state; what several aliases change at once is seen at once."""
        body = {
            "indices": {
                state.name: {
                    "uuid": state.uuid,
                    "created": state.created,
                    "settings": state.settings,
                    "aliases": state.aliases,
                    "mappings": state.mapping.body,
                    "numbers": state.mapping.numbers,
                }
                for state in indices.values()
            }
        }
        self._store.write_state(body)
        with self._lock:
            self._indices = indices
            self._stamp, self._loaded = self._store.stamp(), True

    def _load(self, body: dict[str, Any]) -> dict[str, IndexState]:
        known = {state.uuid: state for state in self._indices.values()}
        return {name: self._state(name, entry, known.get(entry["uuid"])) for name, entry in body["indices"].items()}

    def _state(self, name: str, entry: dict[str, Any], known: IndexState | None) -> IndexState:
        if known is not None and known.mapping.body == entry["mappings"]:
            return replace(known, settings=entry["settings"], aliases=entry["aliases"])
        analyzers = known.mapping.analyzers if known else AnalyzerRegistry(entry["settings"].get("analysis"))
        mapping = Mapping(entry["mappings"], analyzers, entry["numbers"])
        shard = known.shard if known else Shard(self._store.index(entry["uuid"]))
        return IndexState(name, entry["uuid"], entry["created"], entry["settings"], entry["aliases"], mapping, shard)

    @staticmethod
    def _match(part: str, indices: dict[str, IndexState], aliases: bool) -> list[IndexState]:
        if part in ("_all", "*", ""):
            return list(indices.values())
        if part in indices:
            return [indices[part]]
        if "*" in part:
            return [
                state
                for state in indices.values()
                if fnmatchcase(state.name, part)
                or (aliases and any(fnmatchcase(alias, part) for alias in state.aliases))
            ]
        return [state for state in indices.values() if aliases and part in state.aliases]


def check_name(name: str) -> None:
    """Refuses what Elasticsearch would not take as an index name."""
    if _BAD_NAME.search(name):
        reason = "must be lowercase" if name != name.lower() else "must not contain the following characters"
        raise EngineError(400, "invalid_index_name_exception", f"Invalid index name [{name}], {reason}", index=name)


def flat_settings(body: dict[str, Any]) -> dict[str, Any]:
    """Settings without nesting and without ``index.``; ``analysis`` stays an object. Raises IllegalArgument."""
    flat: dict[str, Any] = {}

    def walk(value: dict[str, Any], prefix: str) -> None:
        for key, item in value.items():
            name = f"{prefix}{key}".removeprefix("index.")
            if name == "analysis":
                flat[name] = item
            elif name.startswith("analysis."):
                raise IllegalArgument(f"unsupported setting [{name}]: give [analysis] as an object")
            elif isinstance(item, dict):
                walk(item, "" if name == "index" else f"{name}.")
            else:
                flat[name] = item

    walk(body, "")
    for name in flat:
        if name not in _STATIC_SETTINGS and not name.startswith(("blocks.", "mapping.", "routing.")):
            raise IllegalArgument(
                f"unknown setting [index.{name}] please check that any required plugins are installed, or check the "
                "breaking changes documentation for removed settings"
            )
    return flat
