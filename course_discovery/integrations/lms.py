"""The LMS: course runs and organizations."""

from collections.abc import Mapping
from typing import Any

import requests
from django.conf import settings

from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.oauth import account_name
from course_discovery.integrations.pages import Page, parse_page
from course_discovery.integrations.rate_limit import RateLimit


class CoursesApi(JsonApi):
    """The LMS Courses API below `base_url` (such as https://lms.example.org/api/courses/v1)."""

    def __init__(self, base_url: str, session: requests.Session) -> None:
        super().__init__(base_url, session, rate_limit=RateLimit(settings.LMS_REQUESTS_PER_MINUTE))

    def course_runs(self, page: int, page_size: int) -> Page:
        """Return a page of the active course runs that the service account sees. Raises PlatformError."""

        def params() -> Mapping[str, Any]:
            name = account_name(self.session)
            asked = {"page": page, "page_size": page_size, "active_only": True}
            return asked | {"username": name} if name else asked

        return self.get("courses/", params, lambda body, asked: parse_page(body, asked, page, page_size))


class OrganizationsApi(JsonApi):
    """The LMS organizations API below `base_url` (such as https://lms.example.org/api/organizations/v0)."""

    def organizations(self, page: int, page_size: int) -> Page:
        """Return a page of the platform's organizations. Raises PlatformError."""
        return self.get(
            "organizations/",
            lambda: {"page": page, "page_size": page_size},
            lambda body, asked: parse_page(body, asked, page, page_size),
        )
