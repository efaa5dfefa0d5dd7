"""The LMS of the platform, where it is changed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from course_discovery.sandbox import Catalogue, SandboxPlatform, running_sandbox

from .conftest import TIMEOUT_SECONDS, Get

MODES = "/api/course_modes/v1/courses/course-v1:ArtX+A1+1T2032/"
ORGANIZATIONS = "/api/organizations/v0/organizations/"
MODE = {
    "course_id": "course-v1:ArtX+A1+1T2032",
    "mode_slug": "masters",
    "mode_display_name": "Masters",
    "currency": "usd",
    "min_price": 0,
}

Send = Callable[..., requests.Response]


@pytest.fixture(scope="module")
def whole_platform() -> Iterator[SandboxPlatform]:
    """An empty platform."""
    with running_sandbox(Catalogue()) as platform:
        yield platform


@pytest.fixture
def send(platform: SandboxPlatform) -> Iterator[Send]:
    def request(method: str, path: str, body: Any) -> requests.Response:
        return requests.request(
            method,
            platform.url + path,
            json=body,
            headers={"Authorization": "JWT some.signed.token"},
            timeout=TIMEOUT_SECONDS,
        )

    yield request
    platform.catalogue.modes.clear()
    platform.catalogue.organizations.clear()


def test_a_run_gets_a_mode_once(send: Send, get: Get) -> None:
    assert send("POST", MODES, MODE).status_code == 201
    (mode,) = get(MODES).json()
    assert (mode["mode_slug"], mode["currency"], mode["min_price"]) == ("masters", "usd", 0)
    assert send("POST", MODES, MODE).status_code == 400
    assert send("POST", MODES, {"mode_slug": "honor"}).status_code == 400
    assert len(get(MODES).json()) == 1


def test_an_organization_is_made_changed_and_renamed(send: Send, get: Get) -> None:
    values = {"name": "Art School", "short_name": "ArtX", "description": "All arts"}
    assert get(f"{ORGANIZATIONS}ArtX/").status_code == 404
    assert send("PUT", f"{ORGANIZATIONS}ArtX/", values).status_code == 201
    assert send("PUT", f"{ORGANIZATIONS}ArtX/", values | {"logo_url": "https://x.example/a.png"}).status_code == 200
    assert send("PUT", f"{ORGANIZATIONS}ArtX/", values | {"short_name": "ArtsX"}).status_code == 200
    (row,) = get(ORGANIZATIONS).json()["results"]
    assert (row["short_name"], row["name"], row["logo"]) == ("ArtsX", "Art School", "https://x.example/a.png")
    assert get(f"{ORGANIZATIONS}ArtsX/").json() == row
    # Asked once more, though it has another name by now.
    again = send("PUT", f"{ORGANIZATIONS}ArtX/", values | {"short_name": "ArtsX"})
    assert (again.status_code, list(again.json())) == (400, ["short_name"])
    assert send("PUT", f"{ORGANIZATIONS}ArtsX/", values | {"name": ""}).status_code == 400
