"""Rows fetched by keys that were found before: for orders that the database does not know, and for deep pages.

Sorting keys is cheap. Sorting whole rows with all that is joined to them, only to skip most of them, is not.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet


class RankedRows(Sequence):
    """The rows with these primary keys in this order; a slice, which is all that pagination takes, is one query.

    Keys that are a query set themselves cost one more.
    """

    ordered = True

    def __init__(self, rows: QuerySet[Any], keys: Sequence[int] | QuerySet[Any, int]) -> None:
        self.rows = rows
        self.keys = keys

    @classmethod
    def in_their_order(cls, rows: QuerySet[Any]) -> "RankedRows":
        return cls(rows, rows.values_list("pk", flat=True))

    def __len__(self) -> int:
        return self.keys.count() if isinstance(self.keys, QuerySet) else len(self.keys)

    def __getitem__(self, position: Any) -> Any:
        if not isinstance(position, slice):
            return self.rows.get(pk=self.keys[position])
        wanted = list(self.keys[position])
        found = self.rows.in_bulk(wanted)
        return [found[key] for key in wanted if key in found]
