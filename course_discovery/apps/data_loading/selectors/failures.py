"""The rows that could not be loaded, as lines for a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.lib.spreadsheet_csv import csv_lines

COLUMNS = ("key", "code", "message", "page", "skipped", "source", "started")
# Rows at once. Drivers of MySQL would read all of a result into memory before they gave the first row of it.
CHUNK = 2000


def failures_csv(source_runs: Iterable[SourceRun], with_skipped: bool = True) -> Iterator[str]:
    """Yield the header and a line a failure of these source runs, in the order they were found; memory stays flat.

    Not `with_skipped`: without the rows that were left out on purpose.
    """
    return csv_lines(COLUMNS, (row for source_run in source_runs for row in _rows(source_run, with_skipped)))


def _rows(source_run: SourceRun, with_skipped: bool) -> Iterator[tuple[Any, ...]]:
    failures = source_run.row_failures.order_by("pk")
    if not with_skipped:
        failures = failures.filter(skipped=False)
    last = 0
    while chunk := list(failures.filter(pk__gt=last)[:CHUNK]):
        for each in chunk:
            skipped = "yes" if each.skipped else "no"
            started = source_run.started.isoformat()
            yield each.key, each.code, each.message, each.page, skipped, source_run.source, started
        last = chunk[-1].pk
