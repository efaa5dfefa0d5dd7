"""Tables of courses whose rows name pictures."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.sources.product_pictures import ProductPictures
from course_discovery.apps.data_loading.sources.table import Table, TableSource
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.pages import Page
from course_discovery.integrations.pictures import Picture

Record = TypeVar("Record")
# Runs of a course stand next to each other and have its pictures.
_REMEMBERED = 4


class PicturedRow(NamedTuple):
    """A row with its line in the table, not counting the head, and its pictures or why they could not be had."""

    line: int
    row: Sequence[Any]
    image: Picture | PlatformError | None
    logo: Picture | PlatformError | None


class PicturedTable(TableSource[Record], Generic[Record]):
    """Each row is a page of its own: its pictures are fetched before its transaction, while earlier rows are written,
    and its number in the run record is its line. `transform` is given a PicturedRow."""

    def __init__(self, partner: Partner, table: Table) -> None:
        super().__init__(partner, table)
        self.page_size = 1
        self._pictures = ProductPictures()
        self._picture = lru_cache(_REMEMBERED)(self._pictures.download)

    def fetch_page(self, number: int) -> Page:
        page = super().fetch_page(number)
        return replace(page, rows=[self._with_pictures(number, row) for row in page.rows])

    def identity(self, row: Any) -> str | None:
        return super().identity(row.row)

    def close(self) -> None:
        self._pictures.cancel()

    def _with_pictures(self, line: int, row: Sequence[Any]) -> PicturedRow:
        cells = dict(zip(self._table.columns, row, strict=False))
        image, logo = (self._downloaded(cells.get(name)) for name in ("image", "organization_logo_override"))
        return PicturedRow(line, row, image, logo.as_png() if isinstance(logo, Picture) else logo)

    def _downloaded(self, address: Any) -> Picture | PlatformError | None:
        url = str(address or "").strip()
        try:
            return self._picture(url) if url else None
        except PlatformError as error:
            return error
