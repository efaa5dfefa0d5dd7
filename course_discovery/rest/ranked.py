"""Rows in an order that the database does not know, such as the relevance of search hits."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet


class RankedRows(Sequence):
    """The rows with these primary keys in this order; a slice, which is all that pagination takes, is one query."""

    ordered = True

    def __init__(self, rows: QuerySet[Any], keys: Sequence[int]) -> None:
        self.rows = rows
        self.keys = keys

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, position: Any) -> Any:
        if not isinstance(position, slice):
            return self.rows.get(pk=self.keys[position])
        wanted = self.keys[position]
        found = self.rows.in_bulk(wanted)
        return [found[key] for key in wanted if key in found]
