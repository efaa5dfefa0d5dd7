"""Loading one page: its transaction, its bad rows, its checkpoint."""

import logging
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.models import PageCheckpoint, RowFailure, SourceRun
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import RowError
from course_discovery.apps.data_loading.sources.base import PageSource
from course_discovery.integrations.pages import Page

logger = logging.getLogger(__name__)

# A deadlock or a busy database passes; a page is tried so often.
ATTEMPTS = 3
_COUNTS = ("created", "updated", "unchanged", "skipped", "failed")


class _Item(NamedTuple):
    key: str
    record: Any


def load_page(source_run: SourceRun, source: PageSource[Any], loader: Loader[Any], page: Page) -> int:
    """Load a page in one transaction, together with its checkpoint, counts and failures.

    Returns how many rows had not even an identity. Raises OperationalError when the database would not have the page,
    even after trying again.
    """
    items, unread, unknown = _read_rows(source, loader, page)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            if attempt == 1 or not came_through(source_run, page):
                _write_page(source_run, source, loader, page, items, unread)
            return unknown
        except OperationalError as error:
            if attempt == ATTEMPTS:
                raise
            logger.warning("Page %d of %s is tried again: %s", page.number, source_run.source, error)
    raise AssertionError("unreachable")


def _read_rows(source: PageSource[Any], loader: Loader[Any], page: Page) -> tuple[list[_Item], Outcome, int]:
    """Return what could be read, what is to be said of the rest, and how many rows had not even an identity."""
    items: list[_Item] = []
    unread = Outcome()
    unknown = 0
    for row in page.rows:
        identity = source.identity(row)
        key = identity or _label(row)
        try:
            items.append(_Item(key, source.transform(row)))
        except RowError as error:
            logger.error("%s", error if key in str(error) else f"{key}: {error}")
            unread.fail(key, error.code, str(error))
            unknown += identity is None
            if identity is not None:
                loader.spare(identity)
    return items, unread, unknown


def came_through(source_run: SourceRun, page: Page) -> bool:
    """Tell whether the page was committed and only the word of it was lost; its counts are then taken over."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    if not source_run.checkpoints.filter(number=page.number, error="").exists():
        return False
    source_run.refresh_from_db()
    return True


def _write_page(
    source_run: SourceRun,
    source: PageSource[Any],
    loader: Loader[Any],
    page: Page,
    items: Sequence[_Item],
    unread: Outcome,
) -> None:
    """Load the records together, and only if that fails in parts, each of which takes statements of its own."""
    records = [item.record for item in items]
    try:
        _commit_page(source_run, page, unread, lambda: loader.load(records) if records else Outcome())
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if not items:
            raise
        _commit_page(source_run, page, unread, lambda: _load_by_halves(loader, items, source))


def _commit_page(source_run: SourceRun, page: Page, unread: Outcome, load: Callable[[], Outcome]) -> None:
    outcome = Outcome()
    outcome.add(unread)
    with transaction.atomic():
        outcome.add(load())
        PageCheckpoint.objects.create(source_run=source_run, number=page.number, rows=len(page.rows), at=timezone.now())
        counts = record_outcome(source_run, outcome, page=page.number, rows=len(page.rows))
    remember(source_run, counts)


def _label(row: Any) -> str:
    """Return something by which people find a row that has no identity."""
    names = (row.get(name) for name in ("title", "name", "id")) if isinstance(row, dict) else ()
    return str(next(filter(None, names), row))[:100]


def _load_by_halves(loader: Loader[Any], items: Sequence[_Item], source: PageSource[Any]) -> Outcome:
    """Load the records; when that fails, each half by itself, down to the one record that is at fault."""
    try:
        with transaction.atomic():
            return loader.load([item.record for item in items])
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(items) == 1:
            logger.exception("An error occurred while updating %s from %s", items[0].key, source.origin)
            outcome = Outcome()
            outcome.fail(items[0].key, "error", f"{type(error).__name__}: {error}")
            return outcome
        middle = len(items) // 2
        outcome = _load_by_halves(loader, items[:middle], source)
        outcome.add(_load_by_halves(loader, items[middle:], source))
        return outcome


def record_outcome(source_run: SourceRun, outcome: Outcome, page: int | None = None, rows: int = 0) -> dict[str, Any]:
    """Add an outcome to the row of the run record, and tell whose content changed, inside the outcome's transaction.

    Returns the new values of the record, for `remember` when the transaction has come through.
    """
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
    written = {kind: dict(actions) for kind, actions in source_run.written.items()}
    for (kind, action), count in outcome.written.items():
        actions = written.setdefault(kind, {})
        actions[action] = actions.get(action, 0) + count
    results = {name: list(items) for name, items in source_run.results.items()}
    for name, items in outcome.results.items():
        results.setdefault(name, []).extend(items)
    values: dict[str, Any] = {name: getattr(source_run, name) + getattr(outcome, name) for name in _COUNTS}
    values |= {
        "results": results,
        "pages": source_run.pages + (page is not None),
        "seen": source_run.seen + rows,
        "written": written,
    }
    SourceRun.objects.filter(pk=source_run.pk).update(**values)
    tell_of(outcome)
    return values


def tell_of(outcome: Outcome) -> None:
    """Tell whose content changed, inside the outcome's transaction."""
    for model, pks in outcome.touched.items():
        if pks:
            catalogue_changed.send(sender=model, model=model, pks=frozenset(pks))


def remember(source_run: SourceRun, values: dict[str, Any]) -> None:
    """Bring the object up to date with its row."""
    for name, value in values.items():
        setattr(source_run, name, value)
