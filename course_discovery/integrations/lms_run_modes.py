"""The LMS: the modes in which learners enroll in one course run."""

from typing import Any
from urllib.parse import quote

import requests

from course_discovery.integrations.errors import UnreadableAnswer
from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.retrying import ONCE


class RunModesApi(JsonApi):
    """The course modes API below `base_url` (such as https://lms.example.org/api/course_modes/v1)."""

    def __init__(self, base_url: str, session: requests.Session) -> None:
        super().__init__(base_url, session, retry=ONCE)

    def slugs(self, run_key: str) -> set[str]:
        """Return the modes that a run has. Raises PlatformError."""
        return self.get(_path(run_key), dict, _slugs)

    def add(self, run_key: str, slug: str, display_name: str) -> None:
        """Give a run a mode that costs nothing. Raises PlatformError, also where the run has it already."""
        mode = {
            "course_id": run_key,
            "mode_slug": slug,
            "mode_display_name": display_name,
            "currency": "usd",
            "min_price": 0,
        }
        self.send("POST", _path(run_key), mode)


def _path(run_key: str) -> str:
    return f"courses/{quote(run_key, safe='/:+@')}/"


def _slugs(body: Any, asked: str) -> set[str]:
    if not isinstance(body, list) or not all(isinstance(mode, dict) for mode in body):
        raise UnreadableAnswer(asked, f"no list of modes: {str(body)[:200]}")
    return {str(mode.get("mode_slug")) for mode in body}
