"""The LMS: what it knows of one organization."""

from collections.abc import Mapping
from urllib.parse import quote

import requests

from course_discovery.integrations.errors import BadStatus
from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.retrying import ONCE

_NOT_FOUND = 404


class OrganizationApi(JsonApi):
    """The LMS organizations API below `base_url` (such as https://lms.example.org/api/organizations/v0)."""

    def __init__(self, base_url: str, session: requests.Session) -> None:
        super().__init__(base_url, session, retry=ONCE)

    def knows(self, key: str) -> bool:
        """Raises PlatformError."""
        try:
            return self.get(_path(key), dict, lambda body, asked: True)
        except BadStatus as error:
            if error.status == _NOT_FOUND:
                return False
            raise

    def put(self, key: str, values: Mapping[str, str | None]) -> None:
        """Make the organization with that key, or change it: `name`, `short_name` (its new key), `description` and, if
        it has one, `logo_url`. Raises PlatformError."""
        self.send("PUT", _path(key), values)


def _path(key: str) -> str:
    return f"organizations/{quote(key, safe='')}/"
