"""Studio: course runs are made, repeated and changed there. What the bodies hold: apps/publisher/rules/studio.py."""

from typing import Any
from urllib.parse import quote

import requests

from course_discovery.integrations.errors import BadStatus
from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.retrying import ONCE


class StudioApi(JsonApi):
    """The Studio API of the Studio at `studio_url` (such as https://studio.example.org).

    Every request is made once: whoever sends has an outbox that tries again. All raise PlatformError; the answer of a
    refusal is in BadStatus.content.
    """

    # A rerun is answered when the whole course is copied.
    timeout = (3.05, 300)

    def __init__(self, studio_url: str, session: requests.Session) -> None:
        super().__init__(f"{studio_url.strip('/')}/api/v1", session, ONCE)

    def has_run(self, key: str) -> bool:
        try:
            self.get(_path(key), dict, lambda body, asked: body)
        except BadStatus as error:
            if error.status == 404:
                return False
            raise
        return True

    def create_run(self, body: dict[str, Any]) -> None:
        self.send("POST", "course_runs/", body)

    def rerun(self, source_key: str, body: dict[str, Any]) -> None:
        """Make a run with the content of another."""
        self.send("POST", f"{_path(source_key)}rerun/", body)

    def update_run(self, key: str, body: dict[str, Any]) -> None:
        """Change what the body names; the rest, such as the team, stays."""
        self.send("PATCH", _path(key), body)

    def set_image(self, key: str, name: str, content: bytes, content_type: str) -> None:
        self.send("POST", f"{_path(key)}images/", files={"card_image": (name, content, content_type)})


def _path(key: str) -> str:
    return f"course_runs/{quote(key, safe='/:+@')}/"
