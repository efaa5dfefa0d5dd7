"""Bringing the documents of changed rows up to date."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from elasticsearch.helpers import bulk

from course_discovery.apps.programs.selectors.concerned import programs_of_courses
from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import DOCUMENTS, CourseRunDocument, alias_named
from course_discovery.apps.search.documents.of_courses import Found, documents_of
from course_discovery.apps.search.models import ChangeDuringBuild
from course_discovery.apps.search.selectors.affected import affected
from course_discovery.apps.search.selectors.indexed import courses_showing_runs
from course_discovery.lib.batches import batched
from course_discovery.rest import data_version

COURSES_AT_ONCE = 500
ROWS_AT_ONCE = 100
COURSE, COURSE_RUN = alias_named("course"), alias_named("course_run")
# Document types that are written row by row; course runs are written with their courses.
_BY_THEMSELVES = ("program", "person", "learner_pathway")

# Document type -> primary keys. A course stands for its runs too, a course run for one that is gone.
Rows = Mapping[str, Collection[int]]


def refresh_changed(changed: Mapping[type[Model], Collection[Any]], rows: Rows) -> None:
    """Index every row that shows something of the changed rows (model -> primary keys), and the `rows`.

    See `refresh_rows` for the rest. Without an index nothing is looked up.
    """
    if any(_targets().values()):
        touched = affected(changed)
        names = touched.keys() | rows.keys()
        refresh_rows({name: touched.get(name, set()) | set(rows.get(name, ())) for name in names})


def refresh_courses(course_ids: Collection[int], gone_run_ids: Collection[int] = ()) -> None:
    """Index the courses and all their runs, and delete the runs that are gone; see `refresh_rows`."""
    refresh_rows({"course": course_ids, "course_run": gone_run_ids})


def refresh_rows(rows: Rows) -> None:
    """Index the rows as they are now, courses with all their runs, in a fixed number of queries for every few hundred.

    Whatever of them must not be found (deleted, draft, retired or not marketable) is deleted from the index. A course
    whose document shows a run that has moved to one of these is refreshed too. An index that does not exist yet is left
    alone: the first rebuild makes it. One that is being built gets the same, and a note of it (see `replay_changes`).
    """
    if not any(rows.values()):
        return
    targets = _targets()
    if any(len(physical) > 1 for physical in targets.values()):
        _note(rows)
    write_rows(rows, targets)


def write_rows(rows: Rows, targets: Mapping[str, Collection[str]]) -> None:
    """Do as `refresh_rows` says to `targets` (alias -> physical indexes), and leave no note."""
    # What is translated is indexed in the language of the service, whoever made the change.
    with translation.override(settings.LANGUAGE_CODE):
        _write({COURSE_RUN: dict.fromkeys(rows.get("course_run", ()))}, targets)
        left: set[int] = set()
        for some in batched(sorted(rows.get("course", ())), COURSES_AT_ONCE):
            courses = _write_until_settled(some, targets)
            keys = [key for source in courses.values() if source for key in source["course_runs"]]
            left |= courses_showing_runs(keys) - set(some)
        if left:
            _write_until_settled(left, targets)
        for name in _BY_THEMSELVES:
            pks = set(rows.get(name, ())) | (programs_of_courses(left) if name == "program" else set())
            for some in batched(sorted(pks), ROWS_AT_ONCE):
                _write_rows_until_settled(name, some, targets)


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


def _write_rows_until_settled(name: str, pks: Collection[int], targets: Mapping[str, Collection[str]]) -> None:
    """Do the same for documents of a type that is written row by row."""
    alias = alias_named(name)
    written: Found = {}
    while targets.get(alias):
        now: Found = {**dict.fromkeys(pks), **DOCUMENTS[name]().sources(pks)}
        unwritten = _differing(now, written)
        if not unwritten:
            return
        _write({alias: unwritten}, targets)
        written = now


def _differing(now: Found, before: Found) -> Found:
    return {pk: source for pk, source in now.items() if pk not in before or before[pk] != source}


def replay_changes(targets: Mapping[str, Collection[str]]) -> None:
    """Index once more what has changed since a build began, until nothing is left.

    The build may have read such a row before its change and written it after the change was indexed. The note of a
    change is always older than its documents, so afterwards none of them is stale.
    """
    while notes := list(ChangeDuringBuild.objects.order_by("pk")[: 2 * COURSES_AT_ONCE]):
        rows: dict[str, set[int]] = defaultdict(set)
        for note in notes:
            rows[note.document_type].add(note.row_id)
        ChangeDuringBuild.objects.filter(pk__in=[note.pk for note in notes]).delete()
        write_rows(rows, targets)


def bulk_options() -> dict[str, Any]:
    """Return how large one bulk request may become, by number of actions and by bytes."""
    return {"chunk_size": settings.SEARCH_BULK_ACTIONS, "max_chunk_bytes": settings.SEARCH_BULK_BYTES}


def _targets() -> dict[str, list[str]]:
    return indexes.write_targets([alias_named(name) for name in DOCUMENTS])


def _note(rows: Rows) -> None:
    ChangeDuringBuild.objects.bulk_create(
        [ChangeDuringBuild(document_type=name, row_id=pk) for name, pks in rows.items() for pk in pks], batch_size=1000
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
