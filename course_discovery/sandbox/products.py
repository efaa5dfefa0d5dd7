"""What the demo catalogue sells: rows of the e-commerce courses and products APIs."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from course_discovery.sandbox.oddities import Row
from course_discovery.sandbox.plans import CoursePlan
from course_discovery.sandbox.runs import RunPlan

# Codes beginning with X are never currencies of a country; XTS is reserved for tests.
UNKNOWN_CURRENCY = "XTS"
# A mode of real platforms that a fresh catalogue service does not have.
UNKNOWN_SEAT_TYPE = "masters"
CREDIT_PROVIDERS = ("meridian-credit", "openledger-credit")

ENTITLEMENT_KINDS = {
    "verified-audit": "verified",
    "credit": "verified",
    "verified-honor": "verified",
    "verified": "verified",
    "professional": "professional",
}
_VERIFICATION_DAYS = 10


def sku(*parts: str) -> str:
    """Seven capital hexadecimal digits, the same for the same parts."""
    return sha256("/".join(parts).encode()).hexdigest()[:7].upper()


def _deadline(end: datetime | None) -> str | None:
    if end is None:
        return None
    return (end - timedelta(days=_VERIFICATION_DAYS)).strftime("%Y-%m-%dT23:59:59Z")


def _attribute(name: str, code: str, value: Any) -> Row:
    return {"name": name, "code": code, "value": value}


def _stock_record(number: int, partner_sku: str | None, price: str, currency: str = "USD") -> Row:
    return {
        "id": number,
        "partner": 1,
        "partner_sku": partner_sku,
        "price_currency": currency,
        "price_excl_tax": price,
        "product": number,
    }


class _Products:
    """The products of one run, in the making; their ids and SKUs come from the run."""

    def __init__(self, course: CoursePlan, run: RunPlan, root: str):
        self.course, self.run, self.root = course, run, root
        self.first_id = (course.index + 1) * 10_000 + run.number * 100
        self.rows: list[Row] = []
        self.rows.append(self._row("parent", f"Seat in {course.heading.title}", "Seat", [self._course_key()], [], None))

    def _course_key(self) -> Row:
        return _attribute("course_key", "course_key", self.run.key)

    def _row(
        self,
        structure: str,
        title: str,
        product_class: str,
        attributes: list[Row],
        stock: list[Row],
        expires: str | None,
    ) -> Row:
        number = self.first_id + len(self.rows)
        for record in stock:
            record["id"] = record["product"] = number
        return {
            "id": number,
            "url": f"{self.root}/api/v2/products/{number}/",
            "structure": structure,
            "product_class": product_class,
            "title": title,
            "price": stock[0]["price_excl_tax"] if stock else None,
            "expires": expires,
            "attribute_values": attributes,
            "is_available_to_buy": bool(stock),
            "stockrecords": stock,
        }

    def add_seat(
        self,
        seat_type: str,
        price: int = 0,
        currency: str = "USD",
        provider: str | None = None,
        credit_hours: int | None = None,
        verify_id: bool = False,
        partner_sku: str | None = None,
    ) -> Row:
        """A child product. An audit seat carries no certificate_type, as in e-commerce."""
        attributes = [self._course_key(), _attribute("id_verification_required", "id_verification_required", verify_id)]
        if seat_type != "audit":
            attributes.append(_attribute("certificate_type", "certificate_type", seat_type))
        if provider:
            attributes.append(_attribute("credit_provider", "credit_provider", provider))
            attributes.append(_attribute("credit_hours", "credit_hours", credit_hours))
        partner_sku = partner_sku or sku(self.run.key, seat_type, currency, provider or "")
        row = self._row(
            "child",
            f"Seat in {self.course.heading.title} with {seat_type} certificate",
            "Seat",
            attributes,
            [_stock_record(0, partner_sku, f"{price}.00", currency)],
            _deadline(self.run.end) if seat_type in ("verified", "credit") else None,
        )
        self.rows.append(row)
        return row

    def add_enrollment_code(self, seat_type: str, price: int, run_key: str | None = None) -> Row:
        """A standalone product that buys many seats at once; ``run_key`` when it names another run."""
        attributes = [
            _attribute("Course Key", "course_key", run_key or self.run.key),
            _attribute("Seat Type", "seat_type", seat_type),
            _attribute("id_verification_required", "id_verification_required", True),
        ]
        row = self._row(
            "standalone",
            f"Enrollment code for {seat_type} seat in {self.course.heading.title}",
            "Enrollment Code",
            attributes,
            [_stock_record(0, sku(self.run.key, seat_type, "bulk"), f"{price}.00")],
            None,
        )
        self.rows.append(row)
        return row


def _add_seats(products: _Products, course: CoursePlan, run: RunPlan) -> None:
    kind, price = course.outline.kind, course.price
    if kind == "professional":
        products.add_seat("professional", price, verify_id=course.rng("id verification").random() < 0.5)
        return
    if kind == "honor":
        products.add_seat("honor")
        return
    if kind in ("audit", "verified-audit", "credit"):
        products.add_seat("audit")
    if kind == "verified-honor":
        products.add_seat("honor")
    # A course may have begun as audit only; course types allow for it.
    sold = run.is_newest or course.rng(f"sold {run.number}").random() < 0.9
    if kind in ("verified", "verified-honor") or (kind in ("verified-audit", "credit") and sold):
        products.add_seat("verified", price, verify_id=True)
    if kind == "credit" and run.is_newest:
        rng = course.rng("credit")
        for provider in CREDIT_PROVIDERS[: rng.choice((1, 2))]:
            price, hours = rng.choice((150, 300, 450)), rng.choice((3, 4, None))
            products.add_seat("credit", price, provider=provider, credit_hours=hours)


def _spoil(products: _Products, course: CoursePlan) -> None:
    oddity, rows = course.oddity, products.rows
    main = rows[-1]
    if oddity == "untypable_course":
        products.add_seat("audit")
    elif oddity == "price_without_excl_tax":
        for row in rows:
            for record in row["stockrecords"]:
                record["price"] = record.pop("price_excl_tax")
    elif oddity == "unknown_currency":
        main["stockrecords"][0]["price_currency"] = UNKNOWN_CURRENCY
    elif oddity == "unknown_seat_type":
        products.add_seat(UNKNOWN_SEAT_TYPE, 9000)
    elif oddity == "second_currency":
        products.add_seat("verified", course.price, currency="EUR", verify_id=True)
    elif oddity == "child_without_stockrecord":
        main["stockrecords"] = []
    elif oddity == "mobile_sku":
        web_sku = main["stockrecords"][0]["partner_sku"]
        for platform in ("android", "ios"):
            mobile_sku = f"mobile.{platform}.{web_sku.lower()}"
            products.add_seat("verified", course.price, verify_id=True, partner_sku=mobile_sku)


def ecommerce_course_rows(course: CoursePlan, runs: list[RunPlan], root: str) -> tuple[list[Row], list[Row]]:
    """Rows of the e-commerce courses API for the runs of a course, and the enrollment codes among their products.

    Custom courses and courses of kind "none" are unknown to e-commerce.
    """
    rows: list[Row] = []
    codes: list[Row] = []
    for run in runs:
        if run.key.startswith("ccx-v1:"):
            continue
        if course.outline.kind == "none":
            if run.is_newest and course.oddity == "empty_product_list":
                rows.append(_course_row(course, run, run.key, [], root))
            continue
        products = _Products(course, run, root)
        _add_seats(products, course, run)
        seat_type = ENTITLEMENT_KINDS.get(course.outline.kind)
        if run.is_newest:
            _spoil(products, course)
            wants_codes = course.outline.kind == "professional" or course.rng("bulk").random() < 0.1
            if seat_type and wants_codes:
                codes.append(_enrollment_code(products, course, seat_type))
        key = run.key
        if run.is_newest and course.oddity == "ecommerce_key_in_other_case":
            key = run.key.lower()
        rows.append(_course_row(course, run, key, products.rows, root))
        if run.is_newest and course.oddity == "ecommerce_run_unknown_to_lms":
            unknown = f"{run.key}_never_opened"
            rows.append(_course_row(course, run, unknown, [], root))
    return rows, codes


def _enrollment_code(products: _Products, course: CoursePlan, seat_type: str) -> Row:
    if course.oddity == "enrollment_code_for_unknown_run":
        return products.add_enrollment_code(seat_type, course.price, f"{products.run.key}_never_opened")
    if course.oddity == "enrollment_code_for_absent_seat":
        return products.add_enrollment_code("verified", course.price)
    return products.add_enrollment_code(seat_type, course.price)


def _course_row(course: CoursePlan, run: RunPlan, key: str, products: list[Row], root: str) -> Row:
    return {
        "id": key,
        "url": f"{root}/api/v2/courses/{key}/",
        "name": course.heading.title,
        "verification_deadline": run.end.strftime("%Y-%m-%dT%H:%M:%SZ") if run.end else None,
        "type": {"credit": "credit", "professional": "professional"}.get(course.outline.kind, "verified"),
        "last_edited": "2024-09-02T09:00:00Z",
        "products_url": f"{root}/api/v2/courses/{key}/products/",
        "products": products,
    }


def entitlement_rows(course: CoursePlan) -> list[Row]:
    """The course's entitlement, if it has one (four of five courses that could), and a second one where that is odd."""
    mode = ENTITLEMENT_KINDS.get(course.outline.kind)
    oddity = course.oddity or ""
    if mode is None or (not oddity.startswith("entitlement_") and course.rng("entitlement").random() >= 0.8):
        return []
    if oddity == "entitlement_unknown_mode":
        mode = UNKNOWN_SEAT_TYPE
    row = _entitlement(course, (course.index + 1) * 10_000 + 1, mode, course.key, course.uuid)
    if oddity == "entitlement_without_stockrecord":
        row["stockrecords"] = []
    elif oddity == "entitlement_without_sku":
        row["stockrecords"][0]["partner_sku"] = None
    elif oddity == "entitlement_unknown_currency":
        row["stockrecords"][0]["price_currency"] = UNKNOWN_CURRENCY
    elif oddity == "entitlement_price_not_a_number":
        row["stockrecords"][0]["price_excl_tax"] = "on request"
    elif oddity == "entitlement_without_course_key":
        del row["course_key"]
    elif oddity == "entitlement_for_unknown_course":
        number = (course.index + 1) * 10_000 + 2
        return [row, _entitlement(course, number, mode, f"{course.key}-gone", "00000000-0000-4000-8000-00000000d15c")]
    return [row]


def _entitlement(course: CoursePlan, number: int, mode: str, course_key: str, uuid: str) -> Row:
    return {
        "id": number,
        "product_class": "Course Entitlement",
        "structure": "child",
        "course_key": course_key,
        "title": course.heading.title,
        "price": f"{course.price}.00",
        "expires": None,
        "attribute_values": [
            _attribute("certificate_type", "certificate_type", mode),
            _attribute("UUID", "UUID", uuid),
            _attribute("id_verification_required", "id_verification_required", mode == "verified"),
        ],
        "is_available_to_buy": True,
        "stockrecords": [_stock_record(number, sku(course_key, "entitlement", mode), f"{course.price}.00")],
    }
