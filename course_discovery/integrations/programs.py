"""The programs service that an LMS once had, with its XSeries."""

from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.pages import Page, parse_page


class ProgramsApi(JsonApi):
    """The programs API below `base_url` (such as https://programs.example.org/api/v1)."""

    def programs(self, page: int, page_size: int) -> Page:
        """Return a page of programs. Raises PlatformError."""
        return self.get(
            "programs/",
            lambda: {"page": page, "page_size": page_size},
            lambda body, asked: parse_page(body, asked, page, page_size),
        )
