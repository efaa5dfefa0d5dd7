"""The rows that the catalogue already has for run keys of a platform."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import QuerySet

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.data_loading.loaders.bulk import in_lowercase, lowercase


class RunPair(NamedTuple):
    """The rows of a run; at least one is there."""

    official: CourseRun | None
    draft: CourseRun | None

    @property
    def rows(self) -> list[CourseRun]:
        return [row for row in self if row is not None]

    @property
    def lead(self) -> CourseRun:
        """The row that editors see."""
        return self.rows[-1]


def stored_runs(keys: Collection[str], related: tuple[str, ...] = ()) -> dict[str, RunPair]:
    """Return the rows of each of the keys that has any, by the key as given. `related` is fetched with them.

    A key is looked up as it is; only if no run has it, upper and lower case alike.
    """
    rows: QuerySet[CourseRun] = CourseRun.everything.select_related(*related) if related else CourseRun.everything.all()
    found = _pairs(rows.filter(key__in=keys), {key: key for key in keys})
    missing = {key.lower(): key for key in keys if key not in found}
    if missing:
        alike = lowercase(rows, "key").filter(in_lowercase("key", missing)).exclude(key__in=list(found))
        found |= _pairs(alike, missing, fold=True)
    return found


def _pairs(rows: Any, wanted: dict[str, str], fold: bool = False) -> dict[str, RunPair]:
    pairs: dict[str, RunPair] = {}
    for row in rows.order_by("pk"):
        key = wanted[row.key.lower() if fold else row.key]
        pair = pairs.get(key, RunPair(None, None))
        pairs[key] = pair._replace(draft=row) if row.draft else pair._replace(official=row)
    return pairs
