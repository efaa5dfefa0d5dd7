"""Bringing the documents of changed courses up to date."""

import logging
from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.utils import translation
from elasticsearch.helpers import bulk

from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import CatalogueDocument, CourseDocument, CourseRunDocument
from course_discovery.apps.search.selectors.affected import run_ids_of_courses

logger = logging.getLogger(__name__)


def refresh_courses(course_ids: Collection[int], gone_run_ids: Collection[int] = ()) -> None:
    """Index the courses and all their runs as they are now, in a fixed number of queries and one bulk request a type.

    Whatever of them must not be found (deleted, draft, retired or not marketable) is deleted from the index, as are the
    `gone_run_ids`. An index that does not exist yet is left alone: the first rebuild makes it.
    """
    with translation.override(settings.LANGUAGE_CODE):
        _refresh(CourseDocument(), set(course_ids))
        _refresh(CourseRunDocument(), {*run_ids_of_courses(course_ids), *gone_run_ids})


def _refresh(document: CatalogueDocument, ids: set[int]) -> None:
    targets = indexes.write_targets(document._index._name)
    if not ids or not targets:
        return
    sources = {row.pk: document.prepare(row) for row in document.get_queryset().filter(pk__in=ids)}
    bulk(
        client(),
        (action for target in targets for action in _actions(target, ids, sources)),
        refresh=True,
        # A document to delete may never have been there.
        ignore_status=404,
    )


def _actions(target: str, ids: set[int], sources: dict[int, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for pk in sorted(ids):
        action = {"_index": target, "_id": str(pk)}
        if pk in sources:
            yield {**action, "_op_type": "index", "_source": sources[pk]}
        else:
            yield {**action, "_op_type": "delete"}
