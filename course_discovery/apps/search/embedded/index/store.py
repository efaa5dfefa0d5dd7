"""Where an engine keeps its files: a directory, or memory.

A directory holds ``cluster.json`` (indexes, mappings, aliases), the write lock and one folder for each index with
``commit.json`` (which documents count), chunk files and tantivy's own folder. The two JSON files are replaced as a
whole, so that a reader, or the next start after a crash, finds either the old state or the new one.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock
import tantivy

from course_discovery.apps.search.embedded.errors import EngineError
from course_discovery.apps.search.embedded.index import chunk as chunks
from course_discovery.apps.search.embedded.index import terms
from course_discovery.apps.search.embedded.index.chunk import Chunk

LOCK_TIMEOUT_SECONDS = 30.0
_LOCK_POLL_SECONDS = 0.01


class Locked(EngineError):
    """Another process kept writing for too long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            503, "process_cluster_event_timeout_exception", f"failed to acquire the write lock within [{seconds:g}s]"
        )


class IndexStore(ABC):
    """The files of one index."""

    @abstractmethod
    def stamp(self) -> object:
        """Changes whenever the commit does; cheap. None when there is none."""

    @abstractmethod
    def read_commit(self) -> dict[str, Any]:
        """The commit; raises FileNotFoundError when the index is gone."""

    @abstractmethod
    def write_commit(self, commit: dict[str, Any]) -> None:
        """Replaces the commit: this makes written documents count."""

    @abstractmethod
    def save_chunk(self, name: str, chunk: Chunk) -> None:
        """Writes a chunk that no commit names yet."""

    @abstractmethod
    def load_chunk(self, name: str) -> Chunk:
        """Raises FileNotFoundError when a newer commit has replaced the chunk."""

    @abstractmethod
    def drop_chunks(self, keep: set[str]) -> None:
        """Removes the chunks that no commit names any more."""

    @abstractmethod
    def terms(self, *, new: bool = False) -> tantivy.Index:
        """The term index; raises FileNotFoundError when there is none and no ``new`` one is wanted."""


class Store(ABC):
    """The files of a whole engine."""

    @abstractmethod
    def stamp(self) -> object:
        """Changes whenever the cluster state does; cheap."""

    @abstractmethod
    def read_state(self) -> dict[str, Any] | None:
        """The cluster state, None before there is one."""

    @abstractmethod
    def write_state(self, state: dict[str, Any]) -> None:
        """Replaces the cluster state."""

    @abstractmethod
    def index(self, uuid: str) -> IndexStore:
        """The store of an index; it is created when it is new."""

    @abstractmethod
    def delete_index(self, uuid: str) -> None:
        """Removes an index's files; processes that have them open may go on reading."""

    @abstractmethod
    def writing(self) -> Any:
        """Context in which this thread is the only writer; raises Locked."""


class DiskStore(Store):
    def __init__(self, path: Path, lock_timeout: float = LOCK_TIMEOUT_SECONDS) -> None:
        self._path = path
        self._timeout = lock_timeout
        path.mkdir(parents=True, exist_ok=True)
        self._state = path / "cluster.json"
        # The thread lock comes first, as the file lock belongs to the process. The kernel drops a dead process's lock.
        self._threads = threading.RLock()
        self._lock = filelock.FileLock(path / "write.lock", timeout=lock_timeout, thread_local=False)

    def stamp(self) -> object:
        return _stamp(self._state)

    def read_state(self) -> dict[str, Any] | None:
        try:
            return json.loads(self._state.read_bytes())
        except FileNotFoundError:
            return None

    def write_state(self, state: dict[str, Any]) -> None:
        _replace(self._state, json.dumps(state).encode())

    def index(self, uuid: str) -> IndexStore:
        return DiskIndexStore(self._path / "indices" / uuid)

    def delete_index(self, uuid: str) -> None:
        shutil.rmtree(self._path / "indices" / uuid, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        if not self._threads.acquire(timeout=self._timeout):
            raise Locked(self._timeout)
        try:
            try:
                self._lock.acquire(poll_interval=_LOCK_POLL_SECONDS)
            except filelock.Timeout:
                raise Locked(self._timeout) from None
            try:
                yield
            finally:
                self._lock.release()
        finally:
            self._threads.release()


class DiskIndexStore(IndexStore):
    def __init__(self, path: Path) -> None:
        self._path = path
        self._commit = path / "commit.json"
        self._terms: tantivy.Index | None = None

    def stamp(self) -> object:
        return _stamp(self._commit)

    def read_commit(self) -> dict[str, Any]:
        return json.loads(self._commit.read_bytes())

    def write_commit(self, commit: dict[str, Any]) -> None:
        self._path.mkdir(parents=True, exist_ok=True)
        _replace(self._commit, json.dumps(commit).encode())

    def save_chunk(self, name: str, chunk: Chunk) -> None:
        self._path.mkdir(parents=True, exist_ok=True)
        with (self._path / name).open("wb") as file:
            file.write(chunks.dump(chunk))
            file.flush()
            os.fsync(file.fileno())

    def load_chunk(self, name: str) -> Chunk:
        return chunks.load(self._path / name)

    def drop_chunks(self, keep: set[str]) -> None:
        for path in self._path.glob("*.chunk"):
            if path.name not in keep:
                path.unlink(missing_ok=True)

    def terms(self, *, new: bool = False) -> tantivy.Index:
        if self._terms is None:
            folder = self._path / "terms"
            if new:
                folder.mkdir(parents=True, exist_ok=True)
            try:
                self._terms = tantivy.Index(terms.schema(), path=str(folder))
            except ValueError as error:
                raise FileNotFoundError(str(error)) from error
            terms.register_tokenizer(self._terms)
        return self._terms


class MemoryStore(Store):
    def __init__(self, lock_timeout: float = LOCK_TIMEOUT_SECONDS) -> None:
        self._timeout = lock_timeout
        self._threads = threading.RLock()
        self._state: dict[str, Any] | None = None
        self._stamp = 0
        self._indexes: dict[str, MemoryIndexStore] = {}

    def stamp(self) -> object:
        return self._stamp

    def read_state(self) -> dict[str, Any] | None:
        return self._state

    def write_state(self, state: dict[str, Any]) -> None:
        self._state = state
        self._stamp += 1

    def index(self, uuid: str) -> IndexStore:
        return self._indexes.setdefault(uuid, MemoryIndexStore())

    def delete_index(self, uuid: str) -> None:
        self._indexes.pop(uuid, None)

    @contextmanager
    def writing(self) -> Iterator[None]:
        if not self._threads.acquire(timeout=self._timeout):
            raise Locked(self._timeout)
        try:
            yield
        finally:
            self._threads.release()


class MemoryIndexStore(IndexStore):
    def __init__(self) -> None:
        self._commit: dict[str, Any] | None = None
        self._stamp = 0
        self._chunks: dict[str, Chunk] = {}
        self._terms = tantivy.Index(terms.schema())
        terms.register_tokenizer(self._terms)

    def stamp(self) -> object:
        return self._stamp

    def read_commit(self) -> dict[str, Any]:
        if self._commit is None:
            raise FileNotFoundError("commit")
        return self._commit

    def write_commit(self, commit: dict[str, Any]) -> None:
        self._commit = commit
        self._stamp += 1

    def save_chunk(self, name: str, chunk: Chunk) -> None:
        self._chunks[name] = chunk

    def load_chunk(self, name: str) -> Chunk:
        try:
            return self._chunks[name]
        except KeyError:
            raise FileNotFoundError(name) from None

    def drop_chunks(self, keep: set[str]) -> None:
        for name in set(self._chunks) - keep:
            del self._chunks[name]

    def terms(self, *, new: bool = False) -> tantivy.Index:
        return self._terms


def _stamp(path: Path) -> object:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _replace(path: Path, content: bytes) -> None:
    """Replaces a file as a whole, and makes sure that the new one survives a crash."""
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
