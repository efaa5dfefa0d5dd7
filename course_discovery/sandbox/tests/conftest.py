"""A platform for the tests of a module, and a client that speaks to it as the service does."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import requests

from course_discovery.sandbox import SandboxPlatform, running_sandbox

TODAY = date(2031, 5, 20)
TIMEOUT_SECONDS = 5

Get = Callable[..., requests.Response]


@pytest.fixture(scope="module")
def whole_platform() -> Iterator[SandboxPlatform]:
    with running_sandbox(today=TODAY) as platform:
        yield platform


@pytest.fixture
def platform(whole_platform: SandboxPlatform) -> Iterator[SandboxPlatform]:
    """The demo catalogue at scale 1 around 20 May 2031; shared by the tests of a module, which leave the rows alone."""
    whole_platform.reset()
    yield whole_platform
    whole_platform.reset()


@pytest.fixture
def get(platform: SandboxPlatform) -> Iterator[Get]:
    """``get(path, **params)`` with a token; the connection is kept alive."""
    with requests.Session() as session:
        session.headers["Authorization"] = "JWT some.signed.token"

        def send(path: str, **params: Any) -> requests.Response:
            return session.get(platform.url + path, params=params, timeout=TIMEOUT_SECONDS)

        yield send
