"""The e-commerce service: what is sold with course runs and courses."""

from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.pages import Page, parse_page


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
