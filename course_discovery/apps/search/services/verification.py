"""Comparing every document with what the database would index now, and mending what differs."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.document_states import AGED, EXTRA, MISSING, STALE
from course_discovery.apps.search.documents import (
    DOCUMENTS,
    CatalogueDocument,
    CourseRunDocument,
    Sources,
)
from course_discovery.apps.search.models import IndexVerification
from course_discovery.apps.search.selectors.aged import CLOCK_FIELDS
from course_discovery.apps.search.selectors.indexed import indexed_sources
from course_discovery.apps.search.services.indexing import refresh_rows
from course_discovery.lib.batches import batched

ROWS_AT_ONCE = 500
EXAMPLES = 20
# So many results are kept.
KEPT = 100
Progress = Callable[[str, int, int], None]


@dataclass
class Comparison:
    """What differs between the rows and the documents of one type, by primary key; empty sets when nothing does.

    `missing`: no document for a row. `stale`: a document that says something else. `aged`: a document that differs only
    in what follows from the clock. `extra`: a document of a row that must not be found.
    """

    documents: int = 0
    missing: set[int] = field(default_factory=set)
    stale: set[int] = field(default_factory=set)
    aged: set[int] = field(default_factory=set)
    extra: set[int] = field(default_factory=set)

    def kinds(self) -> dict[str, set[int]]:
        return {MISSING: self.missing, STALE: self.stale, AGED: self.aged, EXTRA: self.extra}

    @property
    def differing(self) -> set[int]:
        return self.missing | self.stale | self.aged | self.extra

    @property
    def drift(self) -> int:
        """How many documents differ for another reason than the time that has passed."""
        return len(self.missing) + len(self.stale) + len(self.extra)


def verify_indexes(*, repair: bool = False, on_progress: Progress | None = None) -> IndexVerification:
    """Compare all documents with the database, mend what differs if asked to, and keep the result.

    What differs at first is looked at once more at the end, since a change may have been on its way. Of the result,
    `drift` counts what was found, mended or not. `on_progress(alias, rows compared, rows in all)` is called after each
    batch. An error of the engine or the database is kept with the result and raised.
    """
    verification = IndexVerification.objects.create()
    try:
        with translation.override(settings.LANGUAGE_CODE):
            found = {alias: _compare(document(), on_progress) for alias, document in _by_alias().items()}
            certain = {alias: _look_again(_by_alias()[alias](), found[alias]) for alias in found}
        if repair:
            _repair(certain)
    except Exception as error:
        verification.error = f"{type(error).__name__}: {error}"
        verification.ended = timezone.now()
        verification.save()
        raise
    verification.found = {alias: _summary(alias, comparison) for alias, comparison in certain.items()}
    verification.drift = sum(comparison.drift for comparison in certain.values())
    verification.repaired = repair
    verification.ended = timezone.now()
    verification.save()
    kept = IndexVerification.objects.values_list("pk", flat=True)[:KEPT]
    IndexVerification.objects.exclude(pk__in=list(kept)).delete()
    return verification


def content_hash(source: dict[str, Any]) -> str:
    """Return a hash of a document: of what would be sent to the engine, or of what the engine has."""
    return sha256(_canonical(source).encode()).hexdigest()


def _canonical(source: dict[str, Any]) -> str:
    sent = json.loads(client().transport.serializers.dumps(source, "application/json"))
    return json.dumps(sent, sort_keys=True, ensure_ascii=False)


def _by_alias() -> dict[str, type[CatalogueDocument]]:
    return {document._index._name: document for document in DOCUMENTS.values()}


def _compare(document: CatalogueDocument, on_progress: Progress | None) -> Comparison:
    """Go through rows and documents side by side, both by primary key."""
    alias, found, compared = document._index._name, Comparison(), 0
    total = document.get_queryset().count()
    last: int | None = None
    for wanted in document.batches():
        until = max(wanted, default=last)
        _add_differences(found, wanted, indexed_sources(type(document), last, until))
        last, compared = until, compared + len(wanted)
        if on_progress:
            on_progress(alias, compared, total)
    _add_differences(found, {}, indexed_sources(type(document), last, None))
    return found


def _add_differences(found: Comparison, wanted: Sources, indexed: Iterable[tuple[int, dict[str, Any]]]) -> None:
    seen = set()
    for pk, source in indexed:
        seen.add(pk)
        found.documents += 1
        if pk not in wanted:
            found.extra.add(pk)
        elif content_hash(source) != content_hash(wanted[pk]):
            same = content_hash(_without_clock(source)) == content_hash(_without_clock(wanted[pk]))
            (found.aged if same else found.stale).add(pk)
    found.missing |= wanted.keys() - seen


def _without_clock(source: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in source.items() if name not in CLOCK_FIELDS}


def _look_again(document: CatalogueDocument, found: Comparison) -> Comparison:
    """Compare what differed once more: what has been mended meanwhile by the index's own ways is no drift."""
    certain = Comparison()
    for some in batched(sorted(found.differing), ROWS_AT_ONCE):
        query = {"terms": {"pk": some}}
        answer = client().search(index=document._index._name, query=query, size=len(some))
        indexed = [(int(hit["_id"]), hit["_source"]) for hit in answer["hits"]["hits"]]
        _add_differences(certain, document.sources(some), indexed)
    certain.documents = found.documents
    return certain


def _repair(found: dict[str, Comparison]) -> None:
    rows = {name: found[document._index._name].differing for name, document in DOCUMENTS.items()}
    courses = rows["course"]
    runs = found[CourseRunDocument._index._name]
    for some in batched(sorted(runs.differing), ROWS_AT_ONCE):
        courses |= set(CourseRun.objects.filter(pk__in=some).values_list("course_id", flat=True))
    # An extra run that has a row is deleted or indexed with its course; one without a row has no course.
    refresh_rows({**rows, "course_run": runs.extra})


def _summary(alias: str, found: Comparison) -> dict[str, Any]:
    document = _by_alias()[alias]
    examples = {}
    for kind, pks in found.kinds().items():
        some = sorted(pks)[:EXAMPLES]
        names = dict(document.django.model._base_manager.filter(pk__in=some).values_list("pk", document.row_name))
        examples[kind] = [str(names.get(pk, f"#{pk}")) for pk in some]
    numbers = {kind: len(pks) for kind, pks in found.kinds().items()}
    return {
        "documents": found.documents,
        **numbers,
        "examples": {kind: some for kind, some in examples.items() if some},
    }
