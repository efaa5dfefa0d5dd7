"""Degrees of a product source, from a table."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, NamedTuple

from django.conf import settings

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Source
from course_discovery.apps.data_loading.records import DegreeRecord, RowNote
from course_discovery.apps.data_loading.sources.product_pictures import ProductPictures, log_failure
from course_discovery.apps.data_loading.sources.table import Cells, Table, TableSource, missing_columns
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.pages import Page
from course_discovery.integrations.pictures import Picture

REQUIRED = (
    *("identifier", "title", "overview", "slug", "product_type", "organization_key"),
    *("organization_short_code_override", "primary_subject", "course_level", "content_language"),
    *("paid_landing_page_url", "organic_url", "card_image_url"),
)
_CARD, _LOGO = "card_image_url", "organization_logo_override"
_SEPARATOR = "|"
# Downloads at a time, for each page that is fetched.
_AT_ONCE = 4


class _PicturedRow(NamedTuple):
    """A row with what came of its pictures, by column."""

    row: Sequence[Any]
    pictures: dict[str, Picture | PlatformError]


class CsvDegrees(TableSource[DegreeRecord]):
    """Pictures are fetched with the page, so that no transaction waits for them."""

    columns = ("identifier", "slug")

    def __init__(self, partner: Partner, table: Table, product_source: Source) -> None:
        super().__init__(partner, table)
        self._required = (*REQUIRED, *settings.DEGREE_VARIANTS_FIELD_MAP.get(product_source.slug, ()))
        self._pictures = ProductPictures()

    def fetch_page(self, number: int) -> Page:
        page = super().fetch_page(number)
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="picture") as pool:
            return replace(page, rows=list(pool.map(self._with_pictures, page.rows)))

    def identity(self, row: Any) -> str | None:
        return super().identity(row.row)

    def transform(self, row: Any) -> DegreeRecord:
        record = self._read(self.cells(row.row))
        notes = []
        for column, code, what in (
            (_CARD, "IMAGE_DOWNLOAD_FAILURE", "degree image"),
            (_LOGO, "LOGO_IMAGE_DOWNLOAD_FAILURE", "logo image"),
        ):
            if isinstance(fault := row.pictures.get(column), PlatformError):
                log_failure("program", record.title, fault)
                message = f"[{code}] The {what} download failed for the degree {record.slug}."
                notes.append(RowNote(record.identifier or record.slug, code, message))
        card, logo = (row.pictures.get(column) for column in (_CARD, _LOGO))
        return replace(
            record,
            card_image=card if isinstance(card, Picture) else None,
            organization_logo=logo if isinstance(logo, Picture) else None,
            notes=tuple(notes),
        )

    def key(self, cells: Cells) -> str | None:
        return cells["identifier"]

    def _read(self, cells: Cells) -> DegreeRecord:
        return DegreeRecord(
            identifier=cells["identifier"] or "",
            slug=cells["slug"] or "",
            title=cells.get("title") or "",
            overview=cells.get("overview") or "",
            product_type=cells.get("product_type") or "",
            organization_key=cells.get("organization_key") or "",
            organization_short_code=cells.get("organization_short_code_override") or "",
            subject=cells.get("primary_subject") or "",
            level=cells.get("course_level") or "",
            language=cells.get("content_language") or "",
            external_url=cells.get("paid_landing_page_url") or "",
            organic_url=cells.get("organic_url") or "",
            courses=_parts(cells.get("courses")),
            specializations=_parts(cells.get("specializations")),
            missing=tuple(missing_columns(cells, self._required)),
        )

    def close(self) -> None:
        self._pictures.cancel()

    def _with_pictures(self, row: Sequence[Any]) -> _PicturedRow:
        cells = dict(zip(self._table.columns, row, strict=False))
        pictures: dict[str, Picture | PlatformError] = {}
        for column in (_CARD, _LOGO):
            if url := str(cells.get(column) or "").strip():
                try:
                    picture = self._pictures.download(url)
                    pictures[column] = picture.as_png() if column == _LOGO else picture
                except PlatformError as error:
                    pictures[column] = error
        return _PicturedRow(row, pictures)


def _parts(text: str | None) -> tuple[str, ...] | None:
    """The parts of a text such as `Law|Art`, each once; None where there are none."""
    parts = (part.strip() for part in (text or "").split(_SEPARATOR))
    return tuple(dict.fromkeys(filter(None, parts))) or None
