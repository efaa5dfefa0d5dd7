"""Loading one page: its transaction, its bad rows, its checkpoint."""

import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.models import PageCheckpoint, RowFailure, SourceRun
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import RowError
from course_discovery.apps.data_loading.sources.base import Source
from course_discovery.integrations.pages import Page

logger = logging.getLogger(__name__)

# A deadlock or a busy database passes; a page is tried so often.
ATTEMPTS = 3
_COUNTS = ("created", "updated", "unchanged", "skipped", "failed")


class _Item(NamedTuple):
    key: str
    record: Any


def load_page(source_run: SourceRun, source: Source[Any, Any], loader: Loader[Any], page: Page) -> Outcome:
    """Load a page in one transaction, together with its checkpoint, counts and failures.

    Raises OperationalError when the database would not have it, even after trying again.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _load_page_once(source_run, source, loader, page)
        except OperationalError as error:
            if attempt == ATTEMPTS:
                raise
            logger.warning("Page %d of %s is tried again: %s", page.number, source_run.source, error)
    raise AssertionError("unreachable")


def _load_page_once(source_run: SourceRun, source: Source[Any, Any], loader: Loader[Any], page: Page) -> Outcome:
    outcome = Outcome()
    items: list[_Item] = []
    for row in page.rows:
        key = source.key(row)
        try:
            items.append(_Item(key, source.transform(row)))
        except RowError as error:
            outcome.fail(key, error.code, str(error))
    with transaction.atomic():
        if items:
            outcome.add(_load_by_halves(loader, items, source))
        PageCheckpoint.objects.create(
            source_run=source_run, number=page.number, rows=len(page.rows), at=timezone.now()
        )
        record_outcome(source_run, outcome, page=page.number, rows=len(page.rows))
    return outcome


def _load_by_halves(loader: Loader[Any], items: Sequence[_Item], source: Source[Any, Any]) -> Outcome:
    """Load the records; when that fails, each half by itself, down to the one record that is at fault."""
    try:
        with transaction.atomic():
            return loader.load([item.record for item in items])
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(items) == 1:
            logger.exception("An error occurred while updating %s from %s", items[0].key, source.url(source.partner))
            outcome = Outcome()
            outcome.fail(items[0].key, "error", f"{type(error).__name__}: {error}")
            return outcome
        middle = len(items) // 2
        outcome = _load_by_halves(loader, items[:middle], source)
        outcome.add(_load_by_halves(loader, items[middle:], source))
        return outcome


def record_outcome(source_run: SourceRun, outcome: Outcome, page: int | None = None, rows: int = 0) -> None:
    """Add an outcome to the run record, and tell whose content changed. To be called in the outcome's transaction."""
    RowFailure.objects.bulk_create(
        [
            RowFailure(
                source_run=source_run,
                page=page,
                key=note.key[:255],
                code=note.code,
                message=note.message,
                skipped=note.skipped,
            )
            for note in outcome.notes
        ]
    )
    written = dict(source_run.written)
    for (kind, action), count in outcome.written.items():
        written[kind] = dict(written.get(kind, {}))
        written[kind][action] = written[kind].get(action, 0) + count
    SourceRun.objects.filter(pk=source_run.pk).update(
        pages=F("pages") + (page is not None),
        seen=F("seen") + rows,
        written=written,
        **{name: F(name) + getattr(outcome, name) for name in _COUNTS},
    )
    for model, pks in outcome.touched.items():
        if pks:
            catalogue_changed.send(sender=model, model=model, pks=frozenset(pks))
    transaction.on_commit(lambda: _remember(source_run, outcome, written, page, rows))


def _remember(source_run: SourceRun, outcome: Outcome, written: dict[str, Any], page: int | None, rows: int) -> None:
    """Bring the object up to date with its row, which costs no query."""
    source_run.written = written
    source_run.pages += page is not None
    source_run.seen += rows
    for name in _COUNTS:
        setattr(source_run, name, getattr(source_run, name) + getattr(outcome, name))
