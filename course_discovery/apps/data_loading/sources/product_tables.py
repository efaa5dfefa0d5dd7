"""Tables about courses and programs, a row each: where they take place, where they are offered, what they are worth.

What is wrong with a row is handed on with it: only the loader knows whether there is such a product, and people are
told all at once. Cells are read in lower case.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from course_discovery.apps.course_metadata.choices import LocationRestrictionType
from course_discovery.apps.course_metadata.rules.locations import COUNTRY_CODES, unknown_codes
from course_discovery.apps.data_loading.records import (
    PlaceRecord,
    ProductRecord,
    ProductValueRecord,
    RestrictionRecord,
)
from course_discovery.apps.data_loading.sources.table import Cells, TableSource, missing_columns

Record = TypeVar("Record", bound=ProductRecord)

COURSE, PROGRAM = "course", "program"
PRODUCT_TYPES = (COURSE, PROGRAM)
NOWHERE = Decimal(0)
# The digits of a coordinate that are stored.
STEP = Decimal("1e-11")
LONGEST_NAME = 128
RESTRICTIONS = {
    "include": LocationRestrictionType.Allowlist.value,
    "exclude": LocationRestrictionType.Blocklist.value,
}
LARGEST_VALUE = 2**31 - 1


class ProductTable(TableSource[Record]):
    """Rows that name a product by `uuid` and `product_type`."""

    columns = ("uuid",)
    required: ClassVar[tuple[str, ...]] = ("uuid", "product_type")
    missing_field: ClassVar[str] = "Missing field: {}"

    def key(self, cells: Cells) -> str | None:
        return cells["uuid"]

    def cells(self, row: Sequence[Any]) -> dict[str, str | None]:
        return {name: value.lower() if value else None for name, value in super().cells(row).items()}

    def product(self, cells: Cells) -> tuple[str, UUID | None, str, list[str]]:
        """Return label, uuid, product type and the problems of these and of blank required columns."""
        label, product_type = cells["uuid"] or "", cells.get("product_type") or ""
        problems = [self.missing_field.format(name) for name in missing_columns(cells, self.required)]
        uuid = _uuid(label)
        if label and uuid is None:
            problems.append(f"Invalid UUID: {label}")
        if product_type and product_type not in PRODUCT_TYPES:
            problems.append(f"Wrong product_type value for UUID: {label}")
        return label, uuid, product_type, problems


class GeolocationTable(ProductTable[PlaceRecord]):
    required = ("uuid", "product_type", "location_name", "latitude", "longitude")

    def transform(self, row: Any) -> PlaceRecord:
        cells = self.cells(row)
        label, uuid, product_type, problems = self.product(cells)
        lat = _coordinate(cells.get("latitude"), 90)
        lng = _coordinate(cells.get("longitude"), 180)
        name = cells.get("location_name") or ""
        wrong = {
            "location_name": len(name) > LONGEST_NAME,
            "latitude": lat is None and cells.get("latitude"),
            "longitude": lng is None and cells.get("longitude"),
        }
        problems += [_wrong(column, label) for column, is_wrong in wrong.items() if is_wrong]
        return PlaceRecord(
            label,
            uuid,
            product_type,
            tuple(problems),
            name,
            NOWHERE if lat is None else lat,
            NOWHERE if lng is None else lng,
        )


class GeotargetingTable(ProductTable[RestrictionRecord]):
    required = ("uuid", "product_type", "include_or_exclude")

    def transform(self, row: Any) -> RestrictionRecord:
        cells = self.cells(row)
        label, uuid, product_type, problems = self.product(cells)
        told = cells.get("include_or_exclude") or ""
        if told and told not in RESTRICTIONS:
            problems.append(f"Wrong include/exclude value for UUID: {label}")
        listed = (cells.get("countries") or "").upper().replace(";", ",").split(",")
        countries = list(dict.fromkeys(code for code in map(str.strip, listed) if code))
        if unknown_codes(countries, COUNTRY_CODES):
            problems.append(f"Error in the countries list for UUID: {label}")
        return RestrictionRecord(
            label, uuid, product_type, tuple(problems), RESTRICTIONS.get(told, ""), tuple(countries)
        )


class ProductValueTable(ProductTable[ProductValueRecord]):
    missing_field = "Missing required field: {}"
    optional: ClassVar[tuple[str, ...]] = (
        "per_click_usa",
        "per_click_international",
        "per_lead_usa",
        "per_lead_international",
    )

    def product(self, cells: Cells) -> tuple[str, UUID | None, str, list[str]]:
        label, uuid, product_type, found = super().product(cells)
        missing = [problem for problem in found if problem.startswith("Missing")]
        problems = found[len(missing) :]
        if not any(cells.get(name) for name in self.optional):
            missing.append(f"Must have at least one optional field: {', '.join(self.optional)}")
        if uuid is None:
            problems.append("Unable to validate that product exists due to invalid UUID")
        elif product_type not in PRODUCT_TYPES:
            problems.append("Unable to validate that product exists due to invalid Product Type")
        return label, uuid, product_type, missing + problems

    def transform(self, row: Any) -> ProductValueRecord:
        cells = self.cells(row)
        label, uuid, product_type, problems = self.product(cells)
        values = {name: _whole_number(cells.get(name)) for name in self.optional}
        problems += [_wrong(name, label) for name, value in values.items() if value is None and cells.get(name)]
        return ProductValueRecord(label, uuid, product_type, tuple(problems), **values)


def _wrong(column: str, label: str) -> str:
    return f"Wrong {column} value for UUID: {label}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _coordinate(text: str | None, limit: int) -> Decimal | None:
    try:
        value = Decimal(text or "")
        # Infinity and NaN do not compare, or are out of bounds.
        return value.quantize(STEP) if -limit <= value <= limit else None
    except InvalidOperation:
        return None


def _whole_number(text: str | None) -> int | None:
    try:
        value = int(text or "")
    except ValueError:
        return None
    return value if abs(value) <= LARGEST_VALUE else None
