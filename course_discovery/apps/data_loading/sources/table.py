"""Tables of text: CSV files and sheets, with the names of their columns in one spelling."""

import csv
import io
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.records import RowError
from course_discovery.apps.data_loading.sources.base import PageSource
from course_discovery.integrations.pages import Page

Record = TypeVar("Record")
# A row by column; a blank cell is None.
Cells = Mapping[str, str | None]


class UnreadableTable(Exception):
    """A file or sheet that is no table, or lacks columns without which nothing can be read."""


@dataclass(frozen=True)
class Table:
    """`rows` lists the cells of each row in the order of `columns`; `origin` says where they come from."""

    origin: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]

    @classmethod
    def from_csv_file(cls, path: Path | str) -> "Table":
        """Read a file. Raises UnreadableTable."""
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise UnreadableTable(f"Error opening CSV file at path: {path}: {error.strerror}") from error
        return cls.from_csv(content, str(path))

    @classmethod
    def from_csv(cls, content: bytes, origin: str) -> "Table":
        """Read a CSV document in UTF-8, with or without byte order mark. Raises UnreadableTable."""
        try:
            lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error) as error:
            raise UnreadableTable(f"Error reading input data source: {origin}: {error}") from error
        return cls.from_lines([line for line in lines if any(cell.strip() for cell in line)], origin)

    @classmethod
    def from_lines(cls, lines: Sequence[Sequence[Any]], origin: str) -> "Table":
        """Make a table of lines, the first of which names the columns. Raises UnreadableTable."""
        if not lines:
            raise UnreadableTable(f"Error reading input data source: {origin}: it is empty")
        columns = tuple(column_name(str(name)) for name in lines[0])
        doubles = sorted({name for name in columns if name and columns.count(name) > 1})
        if doubles:
            raise UnreadableTable(
                f"Error reading input data source: {origin}: more than one column {', '.join(doubles)}"
            )
        return cls(origin, columns, lines[1:])

    def as_dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=False)) for row in self.rows]


def column_name(name: str) -> str:
    """Return the one spelling of a column: `Course Enrollment track` is `course_enrollment_track`."""
    return name.strip().lower().replace(" ", "_")


class TableSource(PageSource[Record], Generic[Record]):
    """The rows of a table as pages. A missing cell is blank, and blank is None.

    `columns` are those that the table must have. Loads may be given options (a product type, say), which come as
    attributes of the subclass's own constructor.
    """

    columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, partner: Partner, table: Table) -> None:
        self.partner = partner
        self.page_size = settings.DATA_LOADING_PAGE_SIZE
        self.origin = table.origin
        self._table = table
        if missing := [name for name in self.columns if name not in table.columns]:
            raise UnreadableTable(
                f"Error reading input data source: {table.origin}: no column {', '.join(missing)}; "
                f"there are {', '.join(filter(None, table.columns))}"
            )

    def fetch_page(self, number: int) -> Page:
        start = (number - 1) * self.page_size
        rows = self._table.rows
        pages = max(1, -(-len(rows) // self.page_size))
        return Page(number, list(rows[start : start + self.page_size]), len(rows), pages)

    def identity(self, row: Any) -> str | None:
        try:
            return self.key(self.cells(row))
        except RowError:
            return None

    @abstractmethod
    def key(self, cells: Cells) -> str | None:
        """Return what people and the loader know the row by."""

    def cells(self, row: Sequence[Any]) -> dict[str, str | None]:
        """Return a row of the table by column, for `transform`. Raises RowError."""
        if len(row) > len(self._table.columns) and any(_clean(cell) for cell in row[len(self._table.columns) :]):
            raise RowError("too_many_cells", f"{len(row)} cells in {len(self._table.columns)} columns")
        found = dict.fromkeys(self._table.columns, None) | {
            name: _clean(cell) for name, cell in zip(self._table.columns, row, strict=False)
        }
        found.pop("", None)
        return found


def missing_columns(cells: Cells, names: Iterable[str]) -> list[str]:
    """Return those of the columns, in their order, that are blank in the row."""
    return [name for name in names if not cells.get(name)]


class NumberedTableSource(TableSource[Record], Generic[Record]):
    """A table whose rows are named by number in messages: a row is a pair of its number, from 1 on, and its cells."""

    def fetch_page(self, number: int) -> Page:
        page = super().fetch_page(number)
        return replace(page, rows=list(enumerate(page.rows, start=(number - 1) * self.page_size + 1)))

    def identity(self, row: Any) -> str | None:
        return super().identity(row[1])


def _clean(cell: Any) -> str | None:
    return (str(cell).strip() or None) if cell is not None else None
