"""Bringing the documents of changed courses up to date."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from elasticsearch.helpers import bulk

from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import DOCUMENTS, CatalogueDocument, CourseDocument, CourseRunDocument
from course_discovery.apps.search.selectors.affected import courses_affected_by, run_ids_of_courses

COURSES_AT_ONCE = 500


def refresh_changed(
    changed: Mapping[type[Model], Collection[Any]],
    course_ids: Collection[int] = (),
    gone_run_ids: Collection[int] = (),
) -> None:
    """Index every course that shows something of the changed rows (model -> primary keys), and the `course_ids`.

    See `refresh_courses` for the rest. Without an index nothing is looked up.
    """
    if not any(indexes.write_targets(document._index._name) for document in DOCUMENTS.values()):
        return
    courses = set(course_ids)
    for model, pks in changed.items():
        courses |= courses_affected_by(model, pks)
    refresh_courses(sorted(courses), gone_run_ids)


def refresh_courses(course_ids: Collection[int], gone_run_ids: Collection[int] = ()) -> None:
    """Index the courses and all their runs as they are now, in a fixed number of queries for every 500 courses.

    Whatever of them must not be found (deleted, draft, retired or not marketable) is deleted from the index, as are the
    `gone_run_ids`. An index that does not exist yet is left alone: the first rebuild makes it.
    """
    ids = list(course_ids)
    # What is translated is indexed in the language of the service, whoever made the change.
    with translation.override(settings.LANGUAGE_CODE):
        _refresh(CourseRunDocument(), set(gone_run_ids))
        for start in range(0, len(ids), COURSES_AT_ONCE):
            some = ids[start : start + COURSES_AT_ONCE]
            _refresh(CourseDocument(), set(some))
            _refresh(CourseRunDocument(), run_ids_of_courses(some))


def _refresh(document: CatalogueDocument, ids: set[int]) -> None:
    targets = indexes.write_targets(document._index._name) if ids else []
    if not targets:
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
