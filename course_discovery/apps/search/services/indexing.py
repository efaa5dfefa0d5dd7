"""Bringing the documents of changed courses up to date."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from elasticsearch.helpers import bulk

from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import CourseDocument, CourseRunDocument
from course_discovery.apps.search.documents.of_courses import Found, documents_of
from course_discovery.apps.search.models import ChangeDuringBuild
from course_discovery.apps.search.selectors.affected import courses_affected
from course_discovery.apps.search.selectors.indexed import courses_showing_runs
from course_discovery.lib.batches import batched
from course_discovery.rest import data_version

COURSES_AT_ONCE = 500
COURSE, COURSE_RUN = CourseDocument._index._name, CourseRunDocument._index._name


def refresh_changed(
    changed: Mapping[type[Model], Collection[Any]],
    course_ids: Collection[int] = (),
    gone_run_ids: Collection[int] = (),
) -> None:
    """Index every course that shows something of the changed rows (model -> primary keys), and the `course_ids`.

    See `refresh_courses` for the rest. Without an index nothing is looked up.
    """
    if any(indexes.write_targets(alias) for alias in (COURSE, COURSE_RUN)):
        refresh_courses(sorted(courses_affected(changed) | set(course_ids)), gone_run_ids)


def refresh_courses(course_ids: Collection[int], gone_run_ids: Collection[int] = ()) -> None:
    """Index the courses and all their runs as they are now, in a fixed number of queries for every 500 courses.

    Whatever of them must not be found (deleted, draft, retired or not marketable) is deleted from the index, as are the
    `gone_run_ids`. A course whose document shows a run that has moved to one of these is refreshed too. An index that
    does not exist yet is left alone: the first rebuild makes it. One that is being built gets the same, and a note of
    it (see `replay_changes`).
    """
    if not course_ids and not gone_run_ids:
        return
    targets = _targets()
    if any(len(physical) > 1 for physical in targets.values()):
        _note(course_ids, gone_run_ids)
    write_courses(course_ids, gone_run_ids, targets)


def write_courses(
    course_ids: Collection[int], gone_run_ids: Collection[int], targets: Mapping[str, Collection[str]]
) -> None:
    """Do as `refresh_courses` says to `targets` (alias -> physical indexes), and leave no note."""
    # What is translated is indexed in the language of the service, whoever made the change.
    with translation.override(settings.LANGUAGE_CODE):
        _write({COURSE_RUN: dict.fromkeys(gone_run_ids)}, targets)
        for some in batched(course_ids, COURSES_AT_ONCE):
            courses = _write_until_settled(some, targets)
            keys = [key for source in courses.values() if source for key in source["course_runs"]]
            if left := courses_showing_runs(keys) - set(some):
                _write_until_settled(left, targets)


def _write_until_settled(course_ids: Collection[int], targets: Mapping[str, Collection[str]]) -> Found:
    """Write the documents of the courses and their runs until they are what the database says after the writing.

    Of two tasks that are at the same course, the one that has read the older state may write last. It then finds the
    newer state, which the other had read before it wrote. Returns the documents of the courses.
    """
    courses: Found = {}
    runs: Found = {}
    while True:
        courses_now, runs_now = documents_of(course_ids)
        # Runs that have left these courses meanwhile are gone, or belong to another course.
        left = runs.keys() - runs_now.keys()
        runs_now = {**dict.fromkeys(left), **CourseRunDocument().sources(left), **runs_now}
        unwritten = {COURSE: _differing(courses_now, courses), COURSE_RUN: _differing(runs_now, runs)}
        if not any(unwritten.values()):
            return courses
        _write(unwritten, targets)
        courses, runs = courses_now, runs_now


def _differing(now: Found, before: Found) -> Found:
    return {pk: source for pk, source in now.items() if pk not in before or before[pk] != source}


def replay_changes(targets: Mapping[str, Collection[str]]) -> None:
    """Index once more what has changed since a build began, until nothing is left.

    The build may have read such a row before its change and written it after the change was indexed. The note of a
    change is always older than its documents, so afterwards none of them is stale.
    """
    while notes := list(ChangeDuringBuild.objects.order_by("pk")[: 2 * COURSES_AT_ONCE]):
        courses = {note.course_id for note in notes if note.course_id is not None}
        runs = {note.gone_run_id for note in notes if note.gone_run_id is not None}
        ChangeDuringBuild.objects.filter(pk__in=[note.pk for note in notes]).delete()
        write_courses(sorted(courses), sorted(runs), targets)


def bulk_options() -> dict[str, Any]:
    """Return how large one bulk request may become, by number of actions and by bytes."""
    return {"chunk_size": settings.SEARCH_BULK_ACTIONS, "max_chunk_bytes": settings.SEARCH_BULK_BYTES}


def _targets() -> dict[str, list[str]]:
    return {alias: indexes.write_targets(alias) for alias in (COURSE, COURSE_RUN)}


def _note(course_ids: Iterable[int], gone_run_ids: Iterable[int]) -> None:
    ChangeDuringBuild.objects.bulk_create(
        [
            *(ChangeDuringBuild(course_id=pk) for pk in course_ids),
            *(ChangeDuringBuild(gone_run_id=pk) for pk in gone_run_ids),
        ],
        batch_size=1000,
    )


def _write(sources: Mapping[str, Found], targets: Mapping[str, Collection[str]]) -> None:
    """Write documents (alias -> primary key -> source, None to delete) to all their targets, visible on return."""
    actions = [
        action
        for alias, documents in sources.items()
        for target in targets.get(alias, ())
        for action in _actions(target, documents)
    ]
    if actions:
        # A document to delete may never have been there.
        bulk(client(), actions, refresh=True, ignore_status=404, **bulk_options())
        # Cached lists with a query may have been made after the change and before its documents.
        data_version.bump()


def _actions(target: str, documents: Found) -> Iterator[dict[str, Any]]:
    for pk, source in documents.items():
        action = {"_index": target, "_id": str(pk)}
        if source is None:
            yield {**action, "_op_type": "delete"}
        else:
            yield {**action, "_op_type": "index", "_source": source}
