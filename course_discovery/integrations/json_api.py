"""Speaking JSON with an outside system: timeouts, pace, retries and typed errors in one place."""

import email.utils
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

import requests
from django.conf import settings
from urllib3.exceptions import HTTPError

from course_discovery.integrations.errors import BadStatus, Unreachable, UnreadableAnswer
from course_discovery.integrations.rate_limit import RateLimit
from course_discovery.integrations.retrying import RetryPolicy

Parsed = TypeVar("Parsed")
_BUFFER = 1 << 16
# How much of an unusable answer an error shows.
_SHOWN = 200


class JsonApi:
    """One API of an outside system, read with `session` (see integrations.oauth).

    Every request has a timeout, keeps to `rate_limit`, and is made again after a pause while its failure may pass.
    """

    # Seconds to connect and to read; None for those of the settings.
    timeout: ClassVar[tuple[float, float] | None] = None

    def __init__(
        self,
        base_url: str,
        session: requests.Session,
        retry: RetryPolicy | None = None,
        rate_limit: RateLimit | None = None,
    ) -> None:
        self._base_url = base_url.strip("/")
        self.session = session
        self._retry = retry or RetryPolicy.from_settings()
        self._rate_limit = rate_limit or RateLimit(0)

    @property
    def cancelled(self) -> threading.Event:
        """Set it to give up all waiting of this API at once."""
        return self._retry.cancelled

    def get(
        self,
        path: str,
        params: Callable[[], Mapping[str, Any]],
        parse: Callable[[Any, str], Parsed],
    ) -> Parsed:
        """Return `parse(body, asked)` of `GET {base_url}/{path}`.

        `params` is called for each attempt, since it may itself ask the platform. `parse` raises UnreadableAnswer or
        ShortPage for a body it cannot use, which counts as a failed attempt. Raises PlatformError.
        """
        return self._retry.call(lambda: self._get_once(f"{self._base_url}/{path}", params, parse))

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        parse: Callable[[Any, str], Parsed] | None = None,
    ) -> Parsed | None:
        """Send a change, once: `body` as JSON, or `files` (name, content, content type, by field) as a form.

        Nobody knows whether a request without an answer was carried out, so it is for the caller to say whether it may
        be made again. Returns `parse(answer, asked)`; without `parse` the answer is not read. Raises PlatformError.
        """
        url = f"{self._base_url}/{path}"
        asked = f"{method} {url}"
        self._rate_limit.wait(self.cancelled)
        with typed_errors(asked):
            response = self.session.request(
                method,
                url,
                json=body,
                files=files,
                timeout=self.timeout or settings.PLATFORM_API_TIMEOUT,
                stream=True,
                # A redirected POST would arrive as a GET.
                allow_redirects=False,
            )
            with response:
                content = _read(response, asked)
        _check_status(response, asked, content, highest=299)
        return None if parse is None else parse(_json(content, asked), asked)

    def _get_once(
        self, url: str, params: Callable[[], Mapping[str, Any]], parse: Callable[[Any, str], Parsed]
    ) -> Parsed:
        self._rate_limit.wait(self.cancelled)
        with typed_errors(f"GET {url}"):
            request = requests.Request("GET", url, params=dict(params()))
            asked = f"GET {request.prepare().url}"
        with typed_errors(asked):
            response = self.session.get(
                url, params=request.params, timeout=self.timeout or settings.PLATFORM_API_TIMEOUT, stream=True
            )
            with response:
                content = _read(response, asked)
        _check_status(response, asked, content)
        return parse(_json(content, asked), asked)


def _read(response: requests.Response, asked: str) -> bytes:
    """Read an answer to its end. Raises UnreadableAnswer for one that has none: timeouts only guard each byte of it."""
    began = time.monotonic()
    chunks: list[bytes] = []
    size = 0
    # As it comes: whoever waits for a full buffer waits for ever.
    while chunk := response.raw.read1(_BUFFER, decode_content=True):
        chunks.append(chunk)
        size += len(chunk)
        if size > settings.PLATFORM_API_LARGEST_ANSWER:
            raise UnreadableAnswer(asked, f"more than {settings.PLATFORM_API_LARGEST_ANSWER} bytes")
        if time.monotonic() - began > settings.PLATFORM_API_LONGEST_ANSWER:
            raise UnreadableAnswer(asked, f"no end after {settings.PLATFORM_API_LONGEST_ANSWER} seconds")
    return b"".join(chunks)


@contextmanager
def typed_errors(asked: str) -> Iterator[None]:
    """Turn what requests raises into PlatformError; `asked` says what was asked, without secrets."""
    try:
        yield
    except requests.HTTPError as error:
        # Our own requests are checked by _check_status: this comes from fetching the token.
        if error.response is None:
            raise Unreachable(asked, str(error)) from error
        _check_status(error.response, f"token for {asked}", error.response.content)
        raise
    except (requests.RequestException, HTTPError) as error:
        raise Unreachable(asked, f"{type(error).__name__}: {error}") from error


def _json(content: bytes, asked: str) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        raise UnreadableAnswer(asked, f"not JSON: {_excerpt(content)}") from error


def _check_status(response: requests.Response, asked: str, content: bytes, highest: int = 399) -> None:
    if response.status_code > highest:
        raise BadStatus(
            asked,
            f"status {response.status_code} {response.reason}: {_excerpt(content)}",
            status=response.status_code,
            retry_after=_seconds(response.headers.get("Retry-After")),
            content=content,
        )


def _seconds(retry_after: str | None) -> float | None:
    """Read Retry-After: a number of seconds or a date."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return None


def _excerpt(content: bytes) -> str:
    text = " ".join(content.decode("utf-8", "replace").split())
    return text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
