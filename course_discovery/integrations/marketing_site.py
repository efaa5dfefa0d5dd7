"""The Drupal site on which old deployments keep what learners read of courses, schools and people."""

import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from django.conf import settings

from course_discovery.integrations.errors import BadStatus, PlatformError, UnreadableAnswer
from course_discovery.integrations.json_api import JsonApi, typed_errors
from course_discovery.integrations.pages import Page
from course_discovery.integrations.retrying import RetryPolicy


class MarketingSiteAPIClientException(PlatformError):
    """The site does not take this service for one of its editors."""


class MissingCredentials(MarketingSiteAPIClientException):
    """The partner has no account at the site."""

    transient = False


class LoginFailed(MarketingSiteAPIClientException):
    """The site does not let the account in. It will not do so a moment later either."""

    transient = False


class MarketingSite(JsonApi):
    """The nodes of the site at `base_url`, read with a session that logs in by form as editors do.

    Page 1 of a listing has to be asked for before the others: with it the site is entered, and all pages are counted.
    """

    def __init__(self, base_url: str, username: str, password: str, retry: RetryPolicy | None = None) -> None:
        super().__init__(base_url, requests.Session(), retry)
        self._username = username
        self._password = password
        self._pages = 1
        self._page_length = 0

    def nodes(self, kind: str, references: str, page: int) -> Page:
        """Return a page of the nodes of a kind, such as `school`; the first page is 1.

        `references` names, joined by commas, the kinds of entity that come whole where nodes refer to them. The site
        decides the length of a page and does not say how many nodes there are: `count` is what full pages hold.
        Raises PlatformError.
        """
        if page == 1:
            self._retry.call(self._log_in)
        return self.get(
            "node.json",
            lambda: {"type": kind, "max-depth": 2, "load-entity-refs": references, "page": page - 1},
            lambda body, asked: self._page(body, asked, page),
        )

    def _page(self, body: Any, asked: str, number: int) -> Page:
        rows = body.get("list") if isinstance(body, dict) else None
        if not isinstance(rows, list):
            raise UnreadableAnswer(asked, f"no list of nodes: {str(body)[:200]}")
        if number == 1:
            self._pages, self._page_length = _last_page(body), len(rows)
        return Page(number, rows, self._pages * self._page_length, self._pages)

    def _log_in(self) -> None:
        url = f"{self._base_url}/user"
        if not (self._base_url and self._username and self._password):
            raise MissingCredentials(f"POST {url}", "Marketing Site API credentials are not properly configured!")
        form = {"name": self._username, "pass": self._password, "form_id": "user_login", "op": "Log in"}
        with typed_errors(f"POST {url}"):
            response = self.session.post(url, data=form, timeout=settings.PLATFORM_API_TIMEOUT)
        # 404: there is no Drupal here (any more).
        if response.status_code in (404, 429) or response.status_code >= 500:
            raise BadStatus(f"POST {url}", f"status {response.status_code} {response.reason}", response.status_code)
        if response.status_code != 200 or response.url.rstrip("/") != f"{self._base_url}/admin":
            raise LoginFailed(f"POST {url}", "Marketing Site Login failed!")
        self._take_session_token()

    def _take_session_token(self) -> None:
        url = f"{self._base_url}/restws/session/token"
        with typed_errors(f"GET {url}"):
            # Caches in front of the site would hand out somebody else's.
            response = self.session.get(
                url, params={"cachebust": secrets.token_hex(5)}, timeout=settings.PLATFORM_API_TIMEOUT
            )
        if response.status_code != 200 or not response.text.strip():
            raise MarketingSiteAPIClientException(f"GET {url}", "Failed to retrieve Marketing Site CSRF token!")
        self.session.headers["X-CSRF-Token"] = response.text.strip()


def _last_page(body: dict[str, Any]) -> int:
    """Return the number of the last page; the site counts them from 0, and names none where there is one only."""
    last = body.get("last")
    (number,) = parse_qs(urlsplit(last).query).get("page", ["0"])[-1:] if isinstance(last, str) else ["0"]
    return int(number) + 1 if number.isdecimal() else 1
