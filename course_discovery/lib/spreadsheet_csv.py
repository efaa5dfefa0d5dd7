"""CSV that people open in a spreadsheet: no cell is taken for a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# What spreadsheets run, also after blanks: `=HYPERLINK(...)` in the title of a course, say.
_RUNS = re.compile(r"[\t\r]|\s*[=+\-@]")


def safe_cell(value: Any) -> Any:
    """Return the value, behind an apostrophe if it is text that a spreadsheet would run. Numbers stay."""
    return f"'{value}" if isinstance(value, str) and _RUNS.match(value) else value


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the header and a line a row; lines end in CR LF."""
    writer = csv.writer(_Echo())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
