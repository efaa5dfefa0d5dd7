"""JSON that is stored as text and goes into a response as it is, without being read and written again."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

# Stands in the encoded response where a raw value goes; no string of a document can hold it.
_MARK = uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class RawJson:
    """A JSON value as UTF-8 text."""

    text: bytes


def encode(body: Any) -> bytes:
    """A body as JSON, raw values put in."""
    raw: list[bytes] = []

    def default(value: Any) -> str:
        if not isinstance(value, RawJson):
            raise TypeError(f"{type(value).__name__} is not JSON serializable")
        raw.append(value.text)
        return _MARK

    encoded = json.dumps(body, ensure_ascii=False, default=default).encode("utf-8", "surrogatepass")
    if not raw:
        return encoded
    pieces = encoded.split(f'"{_MARK}"'.encode())
    parts = [pieces[0]]
    for text, piece in zip(raw, pieces[1:], strict=True):
        parts.extend((text, piece))
    return b"".join(parts)
