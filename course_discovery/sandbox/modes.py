"""The modes in which a learner may enroll, as the LMS tells them of all runs at once and of each run by itself."""

from collections.abc import Iterable
from typing import Any

from course_discovery.sandbox.oddities import Row

DISPLAY_NAMES = {
    "audit": "Audit",
    "credit": "Credit",
    "honor": "Honor Code",
    "masters": "Master's",
    "professional": "Professional Certificate",
    "verified": "Verified Certificate",
}


def modes_rows(ecommerce_courses: Iterable[Row]) -> list[Row]:
    """Rows of the LMS commerce API for what e-commerce sells: the shop pushes its seats there.

    A run whose products are not there has no row: the LMS lists a run by its modes. Prices are whole, currencies lower
    case, and a mode knows neither mobile SKUs nor who gives the credit.
    """
    return [row for row in map(_modes_row, ecommerce_courses) if row["modes"]]


def run_modes(row: Row) -> list[Row]:
    """What the course modes API says of the run of a commerce row."""
    return [
        {
            "course_id": row["id"],
            "mode_slug": mode.get("name"),
            "mode_display_name": DISPLAY_NAMES.get(str(mode.get("name")), str(mode.get("name"))),
            "min_price": mode.get("price"),
            "currency": mode.get("currency"),
            "expiration_datetime": mode.get("expires"),
            "expiration_datetime_is_explicit": mode.get("expires") is not None,
            "description": None,
            "sku": mode.get("sku"),
            "bulk_sku": mode.get("bulk_sku"),
        }
        for mode in row.get("modes") or ()
    ]


def _modes_row(course: Row) -> Row:
    products = course.get("products") or []
    bulk = {
        _attributes(product).get("seat_type"): product["stockrecords"][0]["partner_sku"]
        for product in products
        if product.get("structure") == "standalone" and product.get("stockrecords")
    }
    modes: dict[tuple[str, str], Row] = {}
    for product in products:
        if product.get("structure") == "child":
            mode = _mode(product, bulk)
            if "mobile" not in (mode["sku"] or ""):
                modes.setdefault((mode["name"], mode["currency"]), mode)
    return {
        "id": course["id"],
        "name": course.get("name"),
        "verification_deadline": course.get("verification_deadline"),
        "modes": list(modes.values()),
    }


def _mode(product: Row, bulk: dict[Any, str]) -> Row:
    name = str(_attributes(product).get("certificate_type") or "audit")
    stock: Row = next(iter(product.get("stockrecords") or ()), {})
    price = stock.get("price_excl_tax") or stock.get("price") or product.get("price") or 0
    return {
        "name": name,
        "currency": str(stock.get("price_currency") or "USD").lower(),
        "price": int(float(price)),
        "sku": stock.get("partner_sku"),
        "bulk_sku": bulk.get(name),
        "expires": product.get("expires"),
    }


def _attributes(product: Row) -> dict[str, Any]:
    return {item.get("code") or item["name"]: item["value"] for item in product.get("attribute_values") or ()}
