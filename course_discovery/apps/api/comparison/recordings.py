"""A recording: a folder with one compressed file a resource, one object a line, as staff sees it in the API."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

RESOURCES = ("courses", "course_runs", "organizations")


def path_of(folder: Path, resource: str) -> Path:
    return folder / f"{resource}.jsonl.gz"


def write(folder: Path, resource: str, objects: Iterable[dict[str, Any]]) -> int:
    """Writes the objects in the order given and returns their number."""
    written = 0
    # Without the present time in the file's header, equal catalogues make equal files.
    with path_of(folder, resource).open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        for one in objects:
            file.write(json.dumps(one, ensure_ascii=False).encode() + b"\n")
            written += 1
    return written


def read(folder: Path, resource: str) -> dict[str, dict[str, Any]]:
    """The objects by key, in the order of the file. A missing file is FileNotFoundError."""
    with gzip.open(path_of(folder, resource), "rt", encoding="utf-8") as file:
        objects = [json.loads(line) for line in file if line.strip()]
    return {one["key"]: one for one in objects}
