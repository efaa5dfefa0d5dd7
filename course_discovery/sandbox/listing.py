"""Rows in the order they are served, encoded once each and open to change while the server runs."""

import json
from collections.abc import Iterable
from copy import deepcopy
from threading import Lock
from typing import Any

Row = dict[str, Any]


class Listing:
    """A list of JSON rows, each known by the value of ``key_field``.

    Safe to change from a test while pages are served. Rows come out as copies: change them through the methods.
    """

    def __init__(self, rows: Iterable[Row], key_field: str):
        self.key_field = key_field
        self._rows = list(rows)
        self._encoded: list[bytes | None] = [None] * len(self._rows)
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self.keys()

    def rows(self) -> list[Row]:
        """All rows, as copies."""
        with self._lock:
            return deepcopy(self._rows)

    def keys(self) -> list[Any]:
        """The key of every row (None where a row has none)."""
        with self._lock:
            return [row.get(self.key_field) for row in self._rows]

    def get(self, key: Any) -> Row:
        """A copy of the first row with this key; KeyError without one."""
        with self._lock:
            return deepcopy(self._rows[self._place(key)])

    def add(self, *rows: Row) -> None:
        """Append rows."""
        with self._lock:
            self._rows += deepcopy(rows)
            self._encoded += [None] * len(rows)

    def change(self, key: Any, **fields: Any) -> None:
        """Set fields of the first row with this key; KeyError without one."""
        with self._lock:
            place = self._place(key)
            self._rows[place] |= deepcopy(fields)
            self._encoded[place] = None

    def remove(self, *keys: Any) -> None:
        """Remove every row with one of these keys; KeyError when a key has none."""
        with self._lock:
            for key in keys:
                self._place(key)
            kept = [place for place, row in enumerate(self._rows) if row.get(self.key_field) not in keys]
            self._rows = [self._rows[place] for place in kept]
            self._encoded = [self._encoded[place] for place in kept]

    def clear(self) -> None:
        """Remove all rows."""
        with self._lock:
            self._rows, self._encoded = [], []

    def encoded(self, start: int, stop: int) -> list[bytes]:
        """The JSON text of rows ``start`` to ``stop``, as ``range`` counts."""
        with self._lock:
            found = []
            for place in range(start, min(stop, len(self._rows))):
                text = self._encoded[place]
                if text is None:
                    text = self._encoded[place] = json.dumps(self._rows[place], ensure_ascii=False).encode()
                found.append(text)
            return found

    def _place(self, key: Any) -> int:
        for place, row in enumerate(self._rows):
            if row.get(self.key_field) == key:
                return place
        raise KeyError(key)
