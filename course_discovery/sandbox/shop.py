"""The shop of the platform: what is published for a run shows in the listings of e-commerce at once."""

import json
import re
from collections.abc import Iterable
from typing import Any

from course_discovery.sandbox.api import Request, Response, json_response
from course_discovery.sandbox.catalogue import Catalogue
from course_discovery.sandbox.listing import Listing, Row
from course_discovery.sandbox.products import sku

# Numbers from here on are not those of the demo catalogue.
_FIRST_NUMBER = 900_000_001


def publish(request: Request, catalogue: Catalogue) -> Response:
    """Make or change the products of a run; what is not named stays. Says the SKU of each product named, in order."""
    body = json.loads(request.body)
    missing = [name for name in ("id", "uuid", "name", "products") if not body.get(name)]
    if missing:
        return json_response(400, {"error": f"These are missing: {', '.join(missing)}."})
    if unknown := [
        product for product in body["products"] if product["product_class"] not in ("Seat", "Course Entitlement")
    ]:
        return json_response(400, {"error": f"There is no product class {unknown[0]['product_class']}."})
    run = _run(catalogue.ecommerce_courses, body, request.root)
    children = [product for product in run["products"] if product["structure"] == "child"]
    answered: list[Row] = []
    for told in body["products"]:
        if told["product_class"] == "Seat":
            row = _seat(told, run, children)
        else:
            row = _entitlement(told, body, catalogue.entitlements)
        answered.append(told | {"partner_sku": row["stockrecords"][0]["partner_sku"]})
    catalogue.ecommerce_courses.change(body["id"], **run)
    return json_response(200, body | {"products": answered})


def _run(runs: Listing, body: Row, root: str) -> Row:
    key = body["id"]
    if key not in runs:
        parent = _product("parent", "Seat", f"Seat in {body['name']}", [_attribute("course_key", key)])
        runs.add(
            {
                "id": key,
                "url": f"{root}/api/v2/courses/{key}/",
                "type": "verified",
                "last_edited": "2024-09-02T09:00:00Z",
                "products_url": f"{root}/api/v2/courses/{key}/products/",
                "products": [parent],
            }
        )
    return runs.get(key) | {"name": body["name"], "verification_deadline": body["verification_deadline"]}


def _seat(told: Row, run: Row, unmatched: list[Row]) -> Row:
    """Find a seat by its SKU, else by its certificate, and change it; or make one."""
    wanted_sku = told["stockrecords"][0]["partner_sku"]
    certificate = _attributes(told)["certificate_type"] or None
    alike = [seat for seat in unmatched if _attributes(seat).get("certificate_type") == certificate]
    row = next((seat for seat in alike if wanted_sku in _skus(seat)), None) or next(iter(alike), None)
    if row is None:
        attributes = [_attribute("course_key", run["id"]), *told["attribute_values"]]
        # Seats for auditors carry no type of certificate.
        attributes = [each for each in attributes if each["value"] not in ("", None)]
        number = len(run["products"])
        row = _product("child", "Seat", f"Seat in {run['name']}", attributes, sku(run["id"], str(number)))
        run["products"].append(row)
    else:
        unmatched.remove(row)
    _price(row, told)
    row["expires"] = told["expires"]
    return row


def _entitlement(told: Row, body: Row, entitlements: Listing) -> Row:
    """Find the entitlement of the course in this mode, by the uuid or the key of the course, or make one."""
    mode = _attributes(told)["certificate_type"]
    key = "+".join(re.split(r"[+/]", body["id"].rpartition(":")[2])[:2]).lower()
    in_mode = [each for each in entitlements.rows() if _attributes(each).get("certificate_type") == mode]
    named = [each for each in in_mode if _attributes(each).get("UUID") == body["uuid"]]
    named += [each for each in in_mode if str(each.get("course_key") or "").lower() == key]
    row = next(iter(named), None)
    if row is None:
        row = _product(
            "child",
            "Course Entitlement",
            body["name"],
            [*told["attribute_values"], _attribute("UUID", body["uuid"])],
            sku(body["uuid"], "entitlement", mode),
        )
        entitlements.add(row | {"id": _FIRST_NUMBER + len(entitlements)})
        row = entitlements.rows()[-1]
    _price(row, told)
    entitlements.change(row["id"], **row)
    return row


def _product(
    structure: str, product_class: str, title: str, attributes: Iterable[Row], partner_sku: str | None = None
) -> Row:
    stock = {"partner": 1, "partner_sku": partner_sku, "price_currency": "USD"}
    return {
        "id": None,
        "structure": structure,
        "product_class": product_class,
        "title": title,
        "price": None,
        "expires": None,
        "attribute_values": list(attributes),
        "is_available_to_buy": partner_sku is not None,
        "stockrecords": [stock] if partner_sku else [],
    }


def _price(row: Row, told: Row) -> None:
    row["price"] = told["price"]
    row["stockrecords"][0]["price_excl_tax"] = told["price"]


def _attribute(name: str, value: Any) -> Row:
    return {"name": name, "code": name, "value": value}


def _attributes(product: Row) -> dict[str, Any]:
    return {each["name"]: each["value"] for each in product["attribute_values"]}


def _skus(product: Row) -> list[Any]:
    return [record["partner_sku"] for record in product["stockrecords"] if record["partner_sku"]]
