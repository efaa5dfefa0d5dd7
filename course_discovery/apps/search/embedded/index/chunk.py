"""A chunk: the columns of the documents of one commit, or of several merged ones, in one file.

The file is a JSON header and, aligned, the raw arrays it describes; a reader maps it into memory.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from course_discovery.apps.search.embedded.index.columns import (
    Column,
    Ints,
    KeywordColumn,
    Mask,
    TextColumn,
    ValueColumn,
    join,
)

_ALIGNMENT = 8


@dataclass
class Chunk:
    """``ords`` are the documents' lasting numbers in the index, ascending; ``versions`` count their writes."""

    ords: Ints
    ids: list[str]
    versions: Ints
    columns: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ords)


def merge(parts: Sequence[tuple[Chunk, Mask]]) -> Chunk:
    """One chunk out of several, with the documents to keep of each."""
    ords = np.concatenate([chunk.ords[keep] for chunk, keep in parts])
    versions = np.concatenate([chunk.versions[keep] for chunk, keep in parts])
    ids = [chunk.ids[slot] for chunk, keep in parts for slot in np.flatnonzero(keep)]
    return Chunk(ords, ids, versions, {name: joined(parts, name) for name in names(chunk for chunk, _ in parts)})


def joined(parts: Sequence[tuple[Chunk, Mask | None]], name: str) -> Column:
    """One column over several chunks, at least one of which has it."""
    like = next(chunk.columns[name] for chunk, _ in parts if name in chunk.columns)
    return join([(chunk.columns.get(name), len(chunk), keep) for chunk, keep in parts], like)


def names(chunks: Any) -> dict[str, None]:
    """The columns of any of the chunks, in a steady order."""
    return {name: None for chunk in chunks for name in chunk.columns}


def dump(chunk: Chunk) -> bytes:
    """The file form."""
    arrays: dict[str, npt.NDArray[Any]] = {"ords": chunk.ords, "versions": chunk.versions}
    _add_strings(arrays, "ids", chunk.ids)
    kinds: dict[str, str] = {}
    for name, column in chunk.columns.items():
        kinds[name] = type(column).__name__
        if isinstance(column, TextColumn):
            arrays[f"{name}:lengths"], arrays[f"{name}:tokens"] = column.lengths, column.tokens
        else:
            arrays[f"{name}:offsets"], arrays[f"{name}:values"] = column.offsets, column.values
            if isinstance(column, KeywordColumn):
                _add_strings(arrays, f"{name}:terms", column.terms)
    header: dict[str, Any] = {"kinds": kinds, "arrays": {}}
    blobs: list[bytes] = []
    at = 0
    for name, array in arrays.items():
        raw = array.tobytes()
        header["arrays"][name] = [array.dtype.str, at, len(array)]
        padding = -len(raw) % _ALIGNMENT
        blobs.append(raw + b"\0" * padding)
        at += len(raw) + padding
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + 8) % _ALIGNMENT)
    return b"".join([len(text).to_bytes(8, "little"), text, *blobs])


def load(path: Path) -> Chunk:
    """Reads a chunk file; arrays stay on disk until they are used. Raises FileNotFoundError."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    base = 8 + size

    def array(name: str) -> npt.NDArray[Any]:
        dtype, at, count = header["arrays"][name]
        return np.frombuffer(data, dtype=np.dtype(dtype), count=count, offset=base + at)

    columns: dict[str, Column] = {}
    for name, kind in header["kinds"].items():
        if kind == "TextColumn":
            columns[name] = TextColumn(array(f"{name}:lengths"), array(f"{name}:tokens"))
        elif kind == "KeywordColumn":
            terms = _strings(array, f"{name}:terms")
            columns[name] = KeywordColumn(array(f"{name}:offsets"), array(f"{name}:values"), terms)
        else:
            columns[name] = ValueColumn(array(f"{name}:offsets"), array(f"{name}:values"))
    return Chunk(array("ords"), _strings(array, "ids"), array("versions"), columns)


def _add_strings(arrays: dict[str, npt.NDArray[Any]], name: str, strings: list[str]) -> None:
    encoded = [text.encode("utf-8", "surrogatepass") for text in strings]
    arrays[f"{name}:ends"] = np.cumsum([len(text) for text in encoded], dtype=np.int64)
    arrays[f"{name}:text"] = np.frombuffer(b"".join(encoded), dtype=np.uint8)


def _strings(array: Any, name: str) -> list[str]:
    text = array(f"{name}:text").tobytes()
    start = 0
    strings = []
    for end in array(f"{name}:ends").tolist():
        strings.append(text[start:end].decode("utf-8", "surrogatepass"))
        start = end
    return strings
