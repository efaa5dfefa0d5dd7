"""The documents of one index: who reads gets the present snapshot, who writes makes the next commit."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
import tantivy

from course_discovery.apps.search.embedded.index import chunk as chunks
from course_discovery.apps.search.embedded.index import terms
from course_discovery.apps.search.embedded.index.chunk import Chunk
from course_discovery.apps.search.embedded.index.snapshot import Snapshot, open_snapshot
from course_discovery.apps.search.embedded.index.store import IndexStore
from course_discovery.apps.search.embedded.index.term_writer import TermWriter
from course_discovery.apps.search.embedded.mapping.documents import Values

# So many documents go to tantivy at once, while the next are analysed.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as a write or a look-up by id sees it."""

    version: int
    sequence: int


@dataclass
class _Pending:
    """A write that is not committed yet; ``before`` is what it changes."""

    before: Snapshot
    writer: TermWriter
    builder: terms.ChunkBuilder = field(default_factory=terms.ChunkBuilder)
    documents: list[tantivy.Document] = field(default_factory=list)
    # id → its newest ord in this write, None when deleted
    latest: dict[str, int | None] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    dead: set[int] = field(default_factory=set)


class Shard:
    """All methods but ``snapshot`` are for the thread that holds the store's write lock."""

    def __init__(self, store: IndexStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._stamp: object = None
        self._snapshot: Snapshot | None = None
        self._pending: _Pending | None = None

    def create(self) -> None:
        """Makes an empty index."""
        self._store.terms(new=True)
        self._store.write_commit({"number": 0, "next_ord": 0, "opstamp": 0, "chunks": [], "dead": [], "doomed": []})

    def snapshot(self) -> Snapshot:
        """The present snapshot; raises FileNotFoundError when the index was deleted."""
        stamp = self._store.stamp()
        with self._lock:
            if self._snapshot is None or stamp != self._stamp or stamp is None:
                self._snapshot = open_snapshot(self._store, self._snapshot)
                self._stamp = stamp
            return self._snapshot

    def find(self, doc_id: str) -> Stored | None:
        """What is stored under an id, the pending write included."""
        pending = self._begin()
        if doc_id in pending.latest:
            ord_ = pending.latest[doc_id]
            return None if ord_ is None else Stored(pending.versions[doc_id], ord_)
        snapshot = pending.before
        slot = snapshot.slots_by_id.get(doc_id)
        return None if slot is None else Stored(int(snapshot.versions[slot]), int(snapshot.ords[slot]))

    def put(self, doc_id: str, values: Values, source: bytes) -> tuple[Stored, bool]:
        """Writes a document; also says whether it is new. Raises IllegalArgument."""
        pending = self._begin()
        old = self.find(doc_id)
        version = 1 + (old.version if old else pending.versions.get(doc_id, 0))
        ord_ = pending.before.commit["next_ord"] + len(pending.builder)
        document = pending.builder.add(ord_, doc_id, version, values, source)
        if len(pending.documents) == _BATCH:
            pending.writer.add_meanwhile(pending.documents, pending.builder.stacked)
            pending.documents = []
        pending.documents.append(document)
        if old:
            pending.dead.add(old.sequence)
        pending.latest[doc_id] = ord_
        pending.versions[doc_id] = version
        return Stored(version, ord_), old is None

    def delete(self, doc_id: str) -> Stored | None:
        """Deletes a document; None when there is none."""
        old = self.find(doc_id)
        if old is None:
            return None
        pending = self._begin()
        pending.dead.add(old.sequence)
        pending.latest[doc_id] = None
        pending.versions[doc_id] = old.version + 1
        return Stored(old.version + 1, old.sequence)

    def discard(self) -> None:
        """Forgets the pending write."""
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.writer.abandon()

    def commit(self) -> None:
        """Makes the pending write visible to every process."""
        pending, self._pending = self._pending, None
        if pending is None or not (pending.documents or pending.dead):
            return
        before = pending.before
        opstamp = pending.writer.finish(pending.documents, pending.builder.stacked)
        parts = list(zip((entry["name"] for entry in before.commit["chunks"]), before.parts, strict=True))
        dead = set(before.commit["dead"]) | pending.dead
        number = before.commit["number"] + 1
        if len(pending.builder):
            parts.append(("", pending.builder.build()))
        parts, dead = _compacted(parts, dead)
        named: list[dict[str, str | int]] = []
        for at, (name, part) in enumerate(parts):
            if not name:
                name = f"{number}-{at}.chunk"
                self._store.save_chunk(name, part)
            named.append({"name": name, "documents": len(part)})
        self._store.write_commit(
            {
                "number": number,
                "next_ord": before.commit["next_ord"] + len(pending.builder),
                "opstamp": opstamp,
                "chunks": named,
                "dead": sorted(dead),
                "doomed": sorted(pending.dead),
            }
        )
        self._store.drop_chunks({str(entry["name"]) for entry in named})

    def _begin(self) -> _Pending:
        if self._pending is None:
            snapshot = self.snapshot()
            self._pending = _Pending(snapshot, TermWriter(self._store.terms(), snapshot.commit))
        return self._pending


def _compacted(parts: list[tuple[str, Chunk]], dead: set[int]) -> tuple[list[tuple[str, Chunk]], set[int]]:
    """Merges the newest chunks while the older neighbour is no larger, so that few are left; drops their dead
    documents.

    A merged chunk has no name yet.
    """
    dead_ords = np.array(sorted(dead), dtype=np.int64)
    first = len(parts) - 1
    size = len(parts[first][1]) if parts else 0
    while first > 0 and len(parts[first - 1][1]) <= size:
        first -= 1
        size += len(parts[first][1])
    tail = parts[max(first, 0) :]
    buried = np.concatenate([np.isin(part.ords, dead_ords) for _, part in tail]) if tail else np.empty(0, bool)
    if len(tail) < 2 and not buried.any():
        return parts, dead
    if len(tail) < 2 and tail[0][0] and buried.mean() < 0.5:
        return parts, dead
    merged = chunks.merge([(part, ~np.isin(part.ords, dead_ords)) for _, part in tail])
    gone = {int(ord_) for _, part in tail for ord_ in part.ords[np.isin(part.ords, dead_ords)]}
    kept = parts[: max(first, 0)]
    return [*kept, ("", merged)] if len(merged) else kept, dead - gone
