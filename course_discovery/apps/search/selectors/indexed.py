"""What the index holds, read for its own sake."""

from collections.abc import Collection, Iterator
from typing import Any

from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import CatalogueDocument, CourseDocument
from course_discovery.apps.search.indexes import current_index
from course_discovery.lib.batches import batched

_KEYS_AT_ONCE = 5000
_DOCUMENTS_AT_ONCE = 1000


def courses_showing_runs(run_keys: Collection[str]) -> set[int]:
    """Return the primary keys of the courses whose documents show any of these runs, theirs or not (any more)."""
    index = current_index(CourseDocument._index._name) if run_keys else None
    found: set[int] = set()
    if index:
        for some in batched(sorted(set(run_keys)), _KEYS_AT_ONCE):
            # A run is shown by one course, by two while it moves.
            body: dict[str, Any] = {"query": {"terms": {"course_runs": some}}, "size": 2 * len(some), "source": ["pk"]}
            answer = client().search(index=index, **body)
            found.update(hit["_source"]["pk"] for hit in answer["hits"]["hits"])
    return found


def indexed_sources(
    document: type[CatalogueDocument], after: int | None, until: int | None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (primary key, source) of the documents with `after` < primary key <= `until` (None for no bound)."""
    bounds = {name: bound for name, bound in (("gt", after), ("lte", until)) if bound is not None}
    query: dict[str, Any] = {"range": {"pk": bounds}} if bounds else {"match_all": {}}
    body: dict[str, Any] = {"query": query, "sort": ["pk"], "size": _DOCUMENTS_AT_ONCE}
    while True:
        hits = client().search(index=document._index._name, **body)["hits"]["hits"]
        for hit in hits:
            yield int(hit["_id"]), hit["_source"]
        if len(hits) < _DOCUMENTS_AT_ONCE:
            return
        body["search_after"] = hits[-1]["sort"]
