"""The analytics service: how many learners enrolled."""

from datetime import date
from typing import Any, ClassVar

import requests

from course_discovery.integrations.errors import UnreadableAnswer
from course_discovery.integrations.json_api import JsonApi


class AnalyticsApi(JsonApi):
    """The analytics data API below `base_url` (such as https://analytics.example.org/api/v1)."""

    # It counts all runs before it answers.
    timeout: ClassVar[tuple[float, float] | None] = (3.05, 120)

    def __init__(self, base_url: str, token: str) -> None:
        session = requests.Session()
        session.headers.update({"Authorization": f"Token {token}", "Accept": "application/json"})
        super().__init__(base_url, session)

    def course_summaries(self, recent_date: date) -> list[Any]:
        """Return a row for each run: `course_id`, `count`, and `recent_count_change` since the date.

        It is one answer, without pages. Raises PlatformError.
        """
        return self.get(
            "course_summaries/",
            lambda: {"recent_date": recent_date.isoformat(), "fields": "course_id,count,recent_count_change"},
            _list,
        )


def _list(body: Any, asked: str) -> list[Any]:
    if not isinstance(body, list):
        raise UnreadableAnswer(asked, f"no list: {str(body)[:200]}")
    return body
