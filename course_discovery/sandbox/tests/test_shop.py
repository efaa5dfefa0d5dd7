"""The shop of the platform: what is published shows in its listings."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from course_discovery.sandbox import Catalogue, SandboxPlatform, running_sandbox

from .conftest import TIMEOUT_SECONDS, Get

KEY = "course-v1:ArtX+A1+1T2032"
COURSE = "00000000-0000-4000-8000-0000000000aa"

Publish = Callable[..., requests.Response]


@pytest.fixture(scope="module")
def whole_platform() -> Iterator[SandboxPlatform]:
    """An empty platform."""
    with running_sandbox(Catalogue()) as platform:
        yield platform


@pytest.fixture
def publish(platform: SandboxPlatform) -> Iterator[Publish]:
    def send(*products: dict[str, Any]) -> requests.Response:
        body = {"id": KEY, "uuid": COURSE, "name": "Art", "verification_deadline": None, "products": products}
        return requests.post(
            f"{platform.url}/api/v2/publication/",
            json=body,
            headers={"Authorization": "JWT some.signed.token"},
            timeout=TIMEOUT_SECONDS,
        )

    yield send
    platform.catalogue.ecommerce_courses.clear()
    platform.catalogue.entitlements.clear()


def seat(certificate: str, price: str, sku: str | None = None, expires: str | None = None) -> dict[str, Any]:
    return {
        "product_class": "Seat",
        "price": price,
        "expires": expires,
        "stockrecords": [{"partner_sku": sku}],
        "attribute_values": [
            {"name": "certificate_type", "value": certificate},
            {"name": "id_verification_required", "value": False},
        ],
    }


def entitlement(price: str) -> dict[str, Any]:
    return {
        "product_class": "Course Entitlement",
        "price": price,
        "attribute_values": [{"name": "certificate_type", "value": "verified"}],
    }


def sold(get: Get) -> list[tuple[str, str, str | None]]:
    (run,) = get("/api/v2/courses/", include_products="true").json()["results"]
    children = [product for product in run["products"] if product["structure"] == "child"]
    return [(each["stockrecords"][0]["partner_sku"], each["price"], each["expires"]) for each in children]


def test_what_is_published_is_sold(publish: Publish, get: Get) -> None:
    answer = publish(seat("", "0.00"), seat("verified", "60.00", expires="2032-03-31T23:59:59Z"), entitlement("55.00"))
    assert answer.status_code == 200
    audit, verified, right = [product["partner_sku"] for product in answer.json()["products"]]
    assert len({audit, verified, right}) == 3
    assert sold(get) == [(audit, "0.00", None), (verified, "60.00", "2032-03-31T23:59:59Z")]
    (row,) = get("/api/v2/products/", product_class="Course Entitlement").json()["results"]
    assert (row["stockrecords"][0]["partner_sku"], row["price"]) == (right, "55.00")
    assert {"name": "UUID", "code": "UUID", "value": COURSE} in row["attribute_values"]


def test_publishing_again_changes_what_there_is(publish: Publish, get: Get) -> None:
    def skus(answer: requests.Response) -> list[str]:
        return [product["partner_sku"] for product in answer.json()["products"]]

    first = skus(publish(seat("", "0.00"), seat("verified", "60.00"), entitlement("55.00")))
    again = skus(publish(seat("verified", "70.00", first[1]), entitlement("65.00")))
    assert again == first[1:]
    assert sold(get) == [(first[0], "0.00", None), (first[1], "70.00", None)]
    assert get("/api/v2/products/", product_class="Course Entitlement").json()["count"] == 1


def test_an_entitlement_may_be_known_by_the_key_of_its_course(
    publish: Publish, get: Get, platform: SandboxPlatform
) -> None:
    (right,) = [product["partner_sku"] for product in publish(entitlement("55.00")).json()["products"]]
    (row,) = platform.catalogue.entitlements.rows()
    attributes = [each for each in row["attribute_values"] if each["name"] != "UUID"]
    course_key = "artx+a1"
    platform.catalogue.entitlements.change(row["id"], attribute_values=attributes, course_key=course_key)
    assert publish(entitlement("60.00")).json()["products"][0]["partner_sku"] == right
    assert get("/api/v2/products/", product_class="Course Entitlement").json()["count"] == 1


def test_a_product_of_no_class_is_refused(publish: Publish, get: Get) -> None:
    answer = publish(seat("", "0.00") | {"product_class": "Hat"})
    assert (answer.status_code, answer.json()) == (400, {"error": "There is no product class Hat."})
    assert publish().json() == {"error": "These are missing: products."}
    assert get("/api/v2/courses/").json()["count"] == 0
