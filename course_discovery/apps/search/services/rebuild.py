"""Building indexes anew beside those that are searched, and putting them in their place."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from elasticsearch.helpers import streaming_bulk

from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import DOCUMENTS, CatalogueDocument
from course_discovery.apps.search.errors import ChangeLimitExceeded, RebuildOvertaken
from course_discovery.apps.search.models import ChangeDuringBuild
from course_discovery.apps.search.services.clock import follow_clock_from
from course_discovery.apps.search.services.indexing import bulk_options, replay_changes
from course_discovery.rest import data_version

logger = logging.getLogger(__name__)

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

    What changes meanwhile is in both the old and the new indexes. `on_progress(physical index, documents written,
    documents in all)` is called after each document. All or nothing: ChangeLimitExceeded when a number of documents
    changed by INDEX_SIZE_CHANGE_THRESHOLD or more, RebuildOvertaken when another rebuild began, any other error as it
    comes; either way the old indexes stay and the new ones are deleted.
    """
    documents = list(documents)
    began = timezone.now()
    for document in documents:
        indexes.delete_indexes(indexes.abandoned_builds(document._index._name))
    # Notes that are there now tell of changes that the new indexes will be filled with.
    ChangeDuringBuild.objects.all().delete()
    made: dict[str, list[str]] = {}
    try:
        for document in documents:
            made[document._index._name] = [indexes.create_index(document)]
        builds = [_fill(document, made[document._index._name][0], on_progress) for document in documents]
        if check_change_limit:
            _check_change_limit(builds)
        replay_changes(made)
        overtaken = [build.physical for build in builds if build.physical not in indexes.abandoned_builds(build.alias)]
        if overtaken:
            raise RebuildOvertaken(f"Another rebuild has deleted {', '.join(overtaken)}.")
        indexes.point_aliases({build.alias: build.physical for build in builds})
    except BaseException:
        indexes.delete_indexes(
            physical
            for alias, physicals in made.items()
            for physical in physicals
            # One that is searched is another rebuild's, of the same name.
            if physical != indexes.current_index(alias)
        )
        raise
    for build in builds:
        indexes.prune_indexes(build.alias)
    if {*documents} == {*DOCUMENTS.values()}:
        follow_clock_from(began)
    data_version.bump()
    return builds


def fill_index(document: type[CatalogueDocument], physical: str, on_progress: Progress | None = None) -> int:
    """Write every row's document into the index, and return how many there are in it then."""
    instance = document()
    total = instance.get_queryset().count()
    # What is translated is indexed in the language of the service, whoever runs the rebuild.
    with translation.override(settings.LANGUAGE_CODE):
        written = streaming_bulk(client(), _index_actions(instance, physical), **bulk_options())
        for done, _ in enumerate(written, start=1):
            if on_progress:
                on_progress(physical, done, total)
    indexes.refresh([physical])
    return client().count(index=physical)["count"]


def _fill(document: type[CatalogueDocument], physical: str, on_progress: Progress | None) -> Build:
    current = indexes.current_index(document._index._name)
    previous = client().count(index=current)["count"] if current else 0
    return Build(document, physical, previous, fill_index(document, physical, on_progress))


def _index_actions(document: CatalogueDocument, physical: str) -> Iterator[dict[str, Any]]:
    for batch in document.batches():
        for pk, source in batch.items():
            yield {"_op_type": "index", "_index": physical, "_id": str(pk), "_source": source}


def _check_change_limit(builds: list[Build]) -> None:
    for build in builds:
        logger.info("Index %s: %s", build.physical, build.reason)
    refused = {build.physical: build.reason for build in builds if build.change >= settings.INDEX_SIZE_CHANGE_THRESHOLD}
    if refused:
        raise ChangeLimitExceeded(refused)
