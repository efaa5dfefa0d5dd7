"""What the LMS knows of people who asked to use its APIs."""

from typing import Any, NamedTuple

import requests

from course_discovery.integrations.errors import UnreadableAnswer
from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.retrying import ONCE

# Somebody waits for the answer.
TIMEOUT = (3.05, 1)


class ApiAccessRequest(NamedTuple):
    """`status` is such as pending, approved, denied."""

    status: str
    company_name: str


class ApiAccessApi(JsonApi):
    """The requests for access to the APIs of the LMS at `base_url` (such as https://lms.example.org)."""

    timeout = TIMEOUT

    def __init__(self, base_url: str, session: requests.Session) -> None:
        super().__init__(base_url, session, retry=ONCE)

    def request_of(self, username: str) -> ApiAccessRequest | None:
        """Return the first request of this account, None if it made none. Raises PlatformError."""
        return self.get("api-admin/api/v1/api_access_request/", lambda: {"user__username": username}, _first)


def _first(body: Any, asked: str) -> ApiAccessRequest | None:
    results = body.get("results") if isinstance(body, dict) else None
    if not isinstance(results, list) or not all(isinstance(row, dict) for row in results):
        raise UnreadableAnswer(asked, f"no list of results: {str(body)[:200]}")
    if not results:
        return None
    return ApiAccessRequest(str(results[0].get("status") or ""), str(results[0].get("company_name") or ""))
