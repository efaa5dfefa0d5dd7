"""An engine: one cluster with its stores, shared by all nodes of a process that name the same place."""

from __future__ import annotations

import threading
from pathlib import Path

from course_discovery.apps.search.embedded.cluster import Cluster
from course_discovery.apps.search.embedded.index.store import DiskStore, MemoryStore

_engines: dict[str, Cluster] = {}
_lock = threading.Lock()


def disk_cluster(path: Path, lock_timeout: float) -> Cluster:
    """The cluster in a directory."""
    with _lock:
        key = f"disk:{path}:{lock_timeout}"
        if key not in _engines:
            _engines[key] = Cluster(DiskStore(path, lock_timeout))
        return _engines[key]


def memory_cluster(name: str) -> Cluster:
    """The cluster of that name in this process's memory."""
    with _lock:
        key = f"memory:{name}"
        if key not in _engines:
            _engines[key] = Cluster(MemoryStore())
        return _engines[key]
