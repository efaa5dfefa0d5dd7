"""What came of loading some rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from course_discovery.apps.data_loading.records import RowNote

CREATED, UPDATED, DELETED = "created", "updated", "deleted"


@dataclass
class Outcome:
    """Counts of platform rows and of database rows, what there is to report, and whose content changed.

    `written` counts database rows by (kind, what happened); `touched` holds the keys of rows whose documents are out
    of date, which are not always the rows that were written: a new seat makes its run stale.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0
    notes: list[RowNote] = field(default_factory=list)
    written: Counter[tuple[str, str]] = field(default_factory=Counter)
    touched: defaultdict[type[Model], set[int]] = field(default_factory=lambda: defaultdict(set))
    # What reports tell one by one, as plain JSON values under a name: "created_products" and the like.
    results: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def fail(self, key: str, code: str, message: str) -> None:
        """Count a row as failed."""
        self.failed += 1
        self.notes.append(RowNote(key, code, message))

    def skip(self, key: str, code: str, message: str) -> None:
        """Count a row as left out on purpose."""
        self.skipped += 1
        self.notes.append(RowNote(key, code, message, skipped=True))

    def wrote(self, model: type[Model], action: str, count: int) -> None:
        if count:
            self.written[model._meta.model_name or "", action] += count

    def touch(self, model: type[Model], pks: Iterable[int | None]) -> None:
        self.touched[model].update(pk for pk in pks if pk is not None)

    def add(self, other: "Outcome") -> None:
        for name in ("created", "updated", "unchanged", "skipped", "failed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes.extend(other.notes)
        self.written.update(other.written)
        for model, pks in other.touched.items():
            self.touched[model].update(pks)
        for name, items in other.results.items():
            self.results[name].extend(items)
