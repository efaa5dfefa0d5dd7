"""The LMS: course runs, organizations, the modes of runs and the languages into which they are translated."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings

from course_discovery.integrations.errors import UnreadableAnswer
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


class ModesApi(JsonApi):
    """What the LMS at `base_url` (such as https://lms.example.org) tells of the modes in which learners enroll."""

    def of_all_runs(self) -> list[Any]:
        """Return the rows of all runs that have modes: `id`, `modes`. It is one answer. Raises PlatformError."""
        return self.get("api/commerce/v1/courses/", dict, _list)

    def of_run(self, run_key: str) -> list[Any]:
        """Return the modes of a run; none for a run that nobody knows. Raises PlatformError."""
        return self.get(f"api/course_modes/v1/courses/{quote(run_key, safe='/:+@')}/", dict, _list)


class LanguagesApi(JsonApi):
    """What the LMS at `base_url` (such as https://lms.example.org) offers of machine translation and transcription."""

    def of_run(self, run_key: str) -> Mapping[str, Any]:
        """Return what is on offer for a run: `feature_enabled`, `available_translation_languages` (objects with `code`
        and `label`), `transcription_languages` (codes). Raises PlatformError."""
        return self.get("api/translatable_xblocks/config/", lambda: {"course_id": run_key}, _object)


def _object(body: Any, asked: str) -> Mapping[str, Any]:
    if not isinstance(body, dict):
        raise UnreadableAnswer(asked, f"no object: {str(body)[:200]}")
    return body


def _list(body: Any, asked: str) -> list[Any]:
    if not isinstance(body, list):
        raise UnreadableAnswer(asked, f"no list: {str(body)[:200]}")
    return body
