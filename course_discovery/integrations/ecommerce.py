"""The e-commerce service: what is sold with course runs and courses."""

import json
from collections.abc import Mapping
from typing import Any

from course_discovery.integrations.errors import BadStatus, UnreadableAnswer
from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.pages import Page, parse_page


class EcommerceSiteAPIClientException(BadStatus):
    """A refusal for which the e-commerce service gives its reason, as JSON under `error`."""


class EcommerceApi(JsonApi):
    """The e-commerce API below `base_url` (such as https://ecommerce.example.org/api/v2)."""

    def course_runs(self, page: int, page_size: int) -> Page:
        """Return a page of course runs with their `products`. Raises PlatformError."""
        return self.get(
            "courses/",
            lambda: {"page": page, "page_size": page_size, "include_products": True},
            lambda body, asked: parse_page(body, asked, page, page_size),
        )

    def products(self, product_class: str, page: int, page_size: int) -> Page:
        """Return a page of the products of a class, such as `Course Entitlement`. Raises PlatformError."""
        return self.get(
            "products/",
            lambda: {"page": page, "page_size": page_size, "product_class": product_class},
            lambda body, asked: parse_page(body, asked, page, page_size),
        )

    def publish(self, publication: Mapping[str, Any]) -> list[str | None]:
        """Have the products of a course run made or changed; return the SKU of each, in the same order, if it has one.

        Made once for the same run they are changed from then on. Raises PlatformError, and
        EcommerceSiteAPIClientException where the service says what is wrong with them.
        """
        expected = len(publication["products"])
        try:
            skus = self.send(
                "POST", "publication/", publication, parse=lambda body, asked: _skus(body, asked, expected)
            )
        except BadStatus as error:
            if (reason := _reason(error.content)) is None:
                raise
            raise EcommerceSiteAPIClientException(
                error.asked, str({"error": reason}), error.status, error.retry_after, error.content
            ) from error
        return skus or []


def _skus(body: Any, asked: str, expected: int) -> list[str | None]:
    products = body.get("products") if isinstance(body, dict) else None
    if not isinstance(products, list) or not all(isinstance(product, dict) for product in products):
        raise UnreadableAnswer(asked, f"no list of products: {str(body)[:200]}")
    if len(products) != expected:
        raise UnreadableAnswer(asked, f"{len(products)} products in answer to {expected}: whose SKUs are they?")
    return [str(product["partner_sku"]) if product.get("partner_sku") else None for product in products]


def _reason(content: bytes) -> Any:
    """Return what stands under `error` in an answer, None for one that has none."""
    try:
        body = json.loads(content)
    except ValueError:
        return None
    return body.get("error") if isinstance(body, dict) else None
