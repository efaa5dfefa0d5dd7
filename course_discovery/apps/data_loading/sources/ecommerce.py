"""What the e-commerce service sells: seats of runs, entitlements of courses, enrollment codes."""

from typing import Any
from uuid import UUID

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.constants import AUDIT
from course_discovery.apps.data_loading.records import (
    EnrollmentCodeRecord,
    EntitlementRecord,
    RowError,
    RowNote,
    RunSeatsRecord,
    SeatRecord,
)
from course_discovery.apps.data_loading.sources.base import Record, Source, value_of
from course_discovery.apps.data_loading.sources.reading import (
    Row,
    amount,
    as_row,
    moment,
    required_text,
    rows,
    text,
)
from course_discovery.integrations.ecommerce import EcommerceApi
from course_discovery.integrations.oauth import service_session
from course_discovery.integrations.pages import Page

SKU_LIMIT = 128


class _EcommerceSource(Source[EcommerceApi, Record]):
    @staticmethod
    def url(partner: Partner) -> str:
        return partner.ecommerce_api_url or ""

    def connect(self, url: str) -> EcommerceApi:
        return EcommerceApi(url, service_session())


class EcommerceSeats(_EcommerceSource[RunSeatsRecord]):
    def fetch_page(self, number: int) -> Page:
        return self.api.course_runs(number, self.page_size)

    def identity(self, row: Any) -> str | None:
        return value_of(row, "id")

    def transform(self, row: Any) -> RunSeatsRecord:
        row = as_row(row)
        run_key = required_text(row, "id", limit=255)
        seats: list[SeatRecord] = []
        notes: list[RowNote] = []
        for product in rows(row, "products"):
            if product.get("structure") != "child":
                continue
            try:
                # Prices of the mobile shops live in e-commerce alone.
                if not _is_mobile(product):
                    seats.append(_seat(product))
            except RowError as error:
                notes.append(RowNote(run_key, error.code, f"{product.get('title')}: {error}"))
        return RunSeatsRecord(run_key, tuple(seats), tuple(notes))


class EcommerceEntitlements(_EcommerceSource[EntitlementRecord]):
    def fetch_page(self, number: int) -> Page:
        return self.api.products("Course Entitlement", number, self.page_size)

    def identity(self, row: Any) -> str | None:
        return _sku(row)

    def transform(self, row: Any) -> EntitlementRecord:
        row = as_row(row)
        attributes = _attributes(row)
        stock = _stock_record(row, "Entitlement")
        return EntitlementRecord(
            title=text(row, "title") or "",
            sku=required_text(stock, "partner_sku", limit=SKU_LIMIT),
            mode=required_text(attributes, "certificate_type").lower(),
            currency=required_text(stock, "price_currency"),
            price=amount(stock, "price_excl_tax", "price"),
            course_uuid=_uuid(text(attributes, "UUID")),
            course_key=text(row, "course_key") or text(attributes, "course_key"),
        )


class EcommerceEnrollmentCodes(_EcommerceSource[EnrollmentCodeRecord]):
    def fetch_page(self, number: int) -> Page:
        return self.api.products("Enrollment Code", number, self.page_size)

    def identity(self, row: Any) -> str | None:
        return _sku(row)

    def transform(self, row: Any) -> EnrollmentCodeRecord:
        row = as_row(row)
        attributes = _attributes(row)
        stock = _stock_record(row, "Enrollment code")
        return EnrollmentCodeRecord(
            title=text(row, "title") or "",
            sku=required_text(stock, "partner_sku", limit=SKU_LIMIT),
            run_key=required_text(attributes, "course_key"),
            seat_type=required_text(attributes, "seat_type").lower(),
        )


def _seat(product: Row) -> SeatRecord:
    attributes = _attributes(product)
    stock = next(iter(rows(product, "stockrecords")), None)
    if stock is None:
        raise RowError("no_stockrecord", "the seat has no stockrecords")
    return SeatRecord(
        type=(text(attributes, "certificate_type") or AUDIT).lower(),
        currency=required_text(stock, "price_currency"),
        price=amount(stock, "price_excl_tax", "price"),
        sku=required_text(stock, "partner_sku", limit=SKU_LIMIT),
        upgrade_deadline=moment(product, "expires"),
        credit_provider=text(attributes, "credit_provider", limit=255),
        credit_hours=_whole_number(attributes, "credit_hours"),
    )


def _sku(row: Any) -> str | None:
    try:
        return text(rows(as_row(row), "stockrecords")[0], "partner_sku")
    except (RowError, IndexError):
        return None


def _is_mobile(product: Row) -> bool:
    return "mobile" in (_sku(product) or "")


def _attributes(product: Row) -> Row:
    """Return the attributes by both their names and their codes, of which either may be absent."""
    found: dict[str, Any] = {}
    for attribute in rows(product, "attribute_values"):
        for label in (attribute.get("code"), attribute.get("name")):
            if label:
                found.setdefault(str(label), attribute.get("value"))
    return found


def _stock_record(product: Row, kind: str) -> Row:
    stock = rows(product, "stockrecords")
    if not stock:
        raise RowError("no_stockrecord", f"{kind} product {product.get('title')} has no stockrecords")
    return stock[0]


def _uuid(value: str | None) -> UUID | None:
    if value is None:
        return None
    try:
        return UUID(value)
    except ValueError as error:
        raise RowError("bad_uuid", f"UUID: {value[:100]!r} is not a uuid") from error


def _whole_number(row: Row, name: str) -> int | None:
    value = row.get(name)
    if value in (None, ""):
        return None
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise RowError("bad_number", f"{name}: {str(value)[:100]!r} is not a whole number") from error
