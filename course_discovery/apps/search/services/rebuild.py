"""Building indexes anew beside those that are searched, and putting them in their place."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from elasticsearch.helpers import streaming_bulk

from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import CatalogueDocument
from course_discovery.apps.search.errors import ChangeLimitExceeded

logger = logging.getLogger(__name__)

CHUNK = 500
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Build:
    """A freshly filled index: what it is, and how many documents it and the one it replaces hold."""

    document: type[CatalogueDocument]
    physical: str
    previous_count: int
    count: int

    @property
    def alias(self) -> str:
        return self.document._index._name

    @property
    def change(self) -> float:
        """Change of the number of documents, relative to before; filling an empty index is no change to worry about."""
        if not self.previous_count:
            return 0.0
        return abs(self.count - self.previous_count) / self.previous_count

    @property
    def reason(self) -> str:
        return (
            f"The previous index contained [{self.previous_count}] records. "
            f"The new index contains [{self.count}] records, a [{self.change:.2%}] change."
        )


def rebuild_indexes(
    documents: Iterable[type[CatalogueDocument]],
    *,
    check_change_limit: bool = True,
    on_progress: Progress | None = None,
) -> list[Build]:
    """Fill a new index for each document type, then search them all at once instead of the old ones.

    `on_progress(physical index, documents written, documents in all)` is called after each document. All or nothing:
    ChangeLimitExceeded when a number of documents changed by INDEX_SIZE_CHANGE_THRESHOLD or more, any other error as it
    comes; either way the old indexes stay and the new ones are deleted.
    """
    documents = list(documents)
    for document in documents:
        indexes.delete_indexes(indexes.abandoned_builds(document._index._name))
    made: list[str] = []
    try:
        builds = []
        for document in documents:
            physical = indexes.create_index(document)
            made.append(physical)
            builds.append(_fill(document, physical, on_progress))
        if check_change_limit:
            _check_change_limit(builds)
        indexes.point_aliases({build.alias: build.physical for build in builds})
    except BaseException:
        indexes.delete_indexes(made)
        raise
    for build in builds:
        indexes.prune_indexes(build.alias)
    return builds


def _fill(document: type[CatalogueDocument], physical: str, on_progress: Progress | None) -> Build:
    current = indexes.current_index(document._index._name)
    previous = client().count(index=current)["count"] if current else 0
    instance = document()
    total = instance.get_queryset().count()
    # What is translated is indexed in the language of the service, whoever runs the rebuild.
    with translation.override(settings.LANGUAGE_CODE):
        written = streaming_bulk(client(), _index_actions(instance, physical), chunk_size=CHUNK)
        for done, _ in enumerate(written, start=1):
            if on_progress:
                on_progress(physical, done, total)
    indexes.refresh([physical])
    return Build(document, physical, previous, client().count(index=physical)["count"])


def _index_actions(document: CatalogueDocument, physical: str) -> Iterator[dict[str, Any]]:
    for row in document.get_indexing_queryset():
        yield {"_op_type": "index", "_index": physical, "_id": str(row.pk), "_source": document.prepare(row)}


def _check_change_limit(builds: list[Build]) -> None:
    for build in builds:
        logger.info("Index %s: %s", build.physical, build.reason)
    refused = {build.physical: build.reason for build in builds if build.change >= settings.INDEX_SIZE_CHANGE_THRESHOLD}
    if refused:
        raise ChangeLimitExceeded(refused)
