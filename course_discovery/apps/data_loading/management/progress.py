"""Showing how far a refresh is: a bar on a terminal, plain lines elsewhere, and a table at the end."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from course_discovery.apps.data_loading.models import RefreshRun, SourceRun

# How many row failures the table shows of a source; all are in the admin.
SHOWN_FAILURES = 5
# Logs have no width of their own.
_LOG_WIDTH = 140


class BarProgress:
    """A bar for each source. To be used as a context manager."""

    def __init__(self, console: Console) -> None:
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("pages"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[rows]}"),
            console=console,
        )
        self._tasks: dict[int, TaskID] = {}

    def __enter__(self) -> "BarProgress":
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def source_started(self, source_run: SourceRun) -> None:
        self._tasks[source_run.pk] = self._bars.add_task(source_run.source, total=None, rows="")

    def page_done(self, source_run: SourceRun, number: int, pages: int) -> None:
        self._bars.update(self._tasks[source_run.pk], completed=number, total=pages, rows=_counts(source_run))

    def source_ended(self, source_run: SourceRun) -> None:
        self._bars.stop_task(self._tasks[source_run.pk])


class LineProgress:
    """A line for each source when it begins and ends, and for every tenth page. To be used as a context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __enter__(self) -> "LineProgress":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def source_started(self, source_run: SourceRun) -> None:
        self._console.print(
            f"{source_run.source}: {source_run.url or 'from what is loaded'}", markup=False, soft_wrap=True
        )

    def page_done(self, source_run: SourceRun, number: int, pages: int) -> None:
        if number % 10 == 0 or number == pages:
            self._console.print(
                f"{source_run.source}: page {number} of {pages}, {_counts(source_run)}", markup=False, soft_wrap=True
            )

    def source_ended(self, source_run: SourceRun) -> None:
        self._console.print(
            f"{source_run.source}: {source_run.status}. {source_run.error}".strip(), markup=False, soft_wrap=True
        )


def console_on(stream: Any) -> Console:
    """Return a console that writes to what a command has as `stdout`, a wrapper around a text stream."""
    console = Console(file=stream)
    if not console.is_terminal:
        console.width = _LOG_WIDTH
    return console


def progress_for(console: Console) -> BarProgress | LineProgress:
    return BarProgress(console) if console.is_terminal else LineProgress(console)


def print_runs(runs: Iterable[RefreshRun], console: Console) -> None:
    """Print the records of some refreshes, with the first failures of each source."""
    for run in runs:
        sources = list(run.sources.all())
        took = (run.ended - run.started).total_seconds() if run.ended else 0
        resumed = f", resumed {run.resumed} times" if run.resumed else ""
        table = Table(title=f"{run.partner.short_code}: {run.status} in {took:.1f} s{resumed}")
        table.add_column("source")
        table.add_column("status")
        for name in ("pages", "seen", "created", "updated", "unchanged", "skipped", "failed"):
            table.add_column(name, justify="right")
        for source in sources:
            pages = f"{source.pages} (+{source.pages_failed} failed)" if source.pages_failed else str(source.pages)
            counts = (source.seen, source.created, source.updated, source.unchanged, source.skipped, source.failed)
            table.add_row(source.source, source.status, pages, *(str(count) for count in counts))
        console.print(table)
        for source in sources:
            if source.written:
                console.print(f"{source.source} wrote {_written(source)}.", markup=False, soft_wrap=True)
            _print_failures(source, console)


def _print_failures(source: SourceRun, console: Console) -> None:
    if source.error:
        console.print(f"{source.source}: {source.error}", markup=False, soft_wrap=True)
    for page in source.checkpoints.exclude(error="")[:SHOWN_FAILURES]:
        console.print(f"{source.source} page {page.number}: {page.error}", markup=False, soft_wrap=True)
    rows = list(source.row_failures.filter(skipped=False)[: SHOWN_FAILURES + 1])
    for row in rows[:SHOWN_FAILURES]:
        console.print(f"{source.source} {row.key} [{row.code}]: {row.message}", markup=False, soft_wrap=True)
    if len(rows) > SHOWN_FAILURES:
        console.print(
            f"{source.source}: the others are in the admin, under refresh runs.", markup=False, soft_wrap=True
        )


def _written(source: SourceRun) -> str:
    return ", ".join(
        f"{count} {kind} {action}"
        for kind, actions in sorted(source.written.items())
        for action, count in sorted(actions.items())
    )


def _counts(source_run: SourceRun) -> str:
    names = ("seen", "created", "updated", "unchanged", "skipped", "failed")
    counts = ((name, getattr(source_run, name)) for name in names)
    return ", ".join(f"{count} {name}" for name, count in counts if count)
