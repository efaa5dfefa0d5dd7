"""A snapshot: all documents of an index as of one commit. It never changes and may be read by many threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from course_discovery.apps.search.embedded.index import chunk as chunks
from course_discovery.apps.search.embedded.index import terms
from course_discovery.apps.search.embedded.index.chunk import Chunk
from course_discovery.apps.search.embedded.index.columns import (
    Column,
    Ints,
    KeywordColumn,
    Mask,
    TextColumn,
    ValueColumn,
)
from course_discovery.apps.search.embedded.index.store import IndexStore

_CACHED_RESULTS = 512
_RETRIES = 20


class Snapshot:
    """``size`` counts slots, dead ones too; ``live`` says which are documents."""

    def __init__(self, commit: dict[str, Any], parts: list[Chunk], searcher: tantivy.Searcher, schema: tantivy.Schema):
        self.commit = commit
        self.parts = parts
        self.searcher = searcher
        self.schema = schema
        self.size = sum(map(len, parts))
        self.ords: Ints = _concatenate([part.ords for part in parts])
        self.live: Mask = np.ones(self.size, dtype=bool)
        dead = np.array(commit["dead"], dtype=np.int64)
        if len(dead):
            self.live[np.searchsorted(self.ords, dead)] = False
        self._names = chunks.names(parts)
        self._columns: dict[str, Column] = {}
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def count(self) -> int:
        """How many documents there are."""
        return int(self.live.sum())

    @cached_property
    def ids(self) -> list[str]:
        """The ``_id`` of each slot."""
        return [doc_id for part in self.parts for doc_id in part.ids]

    @cached_property
    def versions(self) -> Ints:
        """How often the document of each slot was written."""
        return _concatenate([part.versions for part in self.parts])

    @cached_property
    def slots_by_id(self) -> dict[str, int]:
        """The slot of each document."""
        ids = self.ids
        return {ids[slot]: slot for slot in np.flatnonzero(self.live).tolist()}

    @cached_property
    def _slot_of_ord(self) -> Ints:
        """Slot of each ord, the size (one past the end) for those that are not here."""
        table = np.full(self.commit["next_ord"] + 1, self.size, dtype=np.int64)
        table[self.ords] = np.arange(self.size)
        return table

    def slots(self, ords: Ints) -> tuple[Ints, Mask]:
        """The slots of documents tantivy found, and which of the ords are here at all."""
        known = ords < self.commit["next_ord"]
        slots = self._slot_of_ord[np.where(known, ords, -1)]
        return slots, slots < self.size

    def column(self, name: str) -> Column | None:
        """The column of a field, None when no document has it."""
        column = self._columns.get(name)
        if column is None and name in self._names:
            column = chunks.joined([(part, None) for part in self.parts], name)
            self._columns[name] = column
        return column

    def values(self, name: str) -> ValueColumn | None:
        """The column of a field with doc values."""
        column = self.column(name)
        return column if isinstance(column, ValueColumn) else None

    def keywords(self, name: str) -> KeywordColumn | None:
        """The column of a keyword field."""
        column = self.column(name)
        return column if isinstance(column, KeywordColumn) else None

    def lengths(self, name: str) -> TextColumn | None:
        """The column of a text field."""
        column = self.column(name)
        return column if isinstance(column, TextColumn) else None

    def cached(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """The result of ``compute``, kept with the snapshot while it is among the last used."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = compute()
        with self._lock:
            self._results[key] = result
            if len(self._results) > _CACHED_RESULTS:
                self._results.popitem(last=False)
        return result

    def sources(self, slots: list[int]) -> list[bytes]:
        """The stored JSON of documents."""
        ords = [int(self.ords[slot]) for slot in slots]
        if not ords:
            return []
        query = tantivy.Query.term_set_query(self.schema, terms.ORD, ords)
        hits = self.searcher.search(query, limit=len(ords), count=False, order_by_field=terms.ORD).hits
        found = dict(hits)
        return [bytes(self.searcher.doc(found[ord_])[terms.SOURCE][0]) for ord_ in ords]


def _concatenate(arrays: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=np.int64)


def open_snapshot(store: IndexStore, previous: Snapshot | None) -> Snapshot:
    """The present snapshot; chunks that ``previous`` has open are not read again.

    The commit is read before and after tantivy is opened, as another process may be writing meanwhile. Raises
    FileNotFoundError when the index is gone.
    """
    known: dict[str, Chunk] = {}
    if previous is not None:
        known = dict(zip((entry["name"] for entry in previous.commit["chunks"]), previous.parts, strict=True))
    for _ in range(_RETRIES):
        commit = store.read_commit()
        try:
            parts = [known.get(entry["name"]) or store.load_chunk(entry["name"]) for entry in commit["chunks"]]
        except FileNotFoundError:
            continue
        index = store.terms()
        index.reload()
        searcher = index.searcher()
        if store.read_commit()["number"] == commit["number"]:
            return Snapshot(commit, parts, searcher, index.schema)
    raise FileNotFoundError("the index kept changing")
