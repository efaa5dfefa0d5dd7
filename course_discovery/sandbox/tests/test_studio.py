"""Studio of the platform: what is made and changed there shows in the LMS."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from course_discovery.sandbox import SandboxPlatform

from .conftest import TIMEOUT_SECONDS, TODAY, Get

KEY = "course-v1:ArtX+A1+1T2032"
RUN: dict[str, Any] = {
    "title": "Art",
    "org": "ArtX",
    "number": "A1",
    "run": "1T2032",
    "pacing_type": "self_paced",
    "team": [{"user": "ann", "role": "instructor"}],
    "schedule": {"start": "2032-02-01T00:00:00Z", "end": "2032-05-01T00:00:00Z"},
}
# Bytes that a reader of text would change.
PICTURE = b"\x89PNG\r\n\x1a\n\n\r\r\n\xff\x00--"

Send = Callable[..., requests.Response]


@pytest.fixture(scope="module")
def whole_platform() -> Iterator[SandboxPlatform]:
    """A platform of its own: rows are changed here."""
    platform = SandboxPlatform(courses=4, today=TODAY)
    platform.start()
    yield platform
    platform.stop()


@pytest.fixture
def send(platform: SandboxPlatform) -> Iterator[Send]:
    """``send(method, path below Studio's API, ...)``; what was made is gone afterwards."""
    before = platform.catalogue.lms_course_runs.rows()

    def send(method: str, path: str, **content: Any) -> requests.Response:
        return requests.request(
            method,
            f"{platform.url}/api/v1/course_runs/{path}",
            headers={"Authorization": "JWT some.signed.token"},
            timeout=TIMEOUT_SECONDS,
            **content,
        )

    yield send
    platform.catalogue.lms_course_runs.clear()
    platform.catalogue.lms_course_runs.add(*before)
    platform.catalogue.studio_runs.clear()


def test_a_new_run_shows_in_the_lms(send: Send, get: Get, platform: SandboxPlatform) -> None:
    response = send("POST", "", json=RUN)
    assert response.status_code == 201
    assert response.json()["id"] == KEY
    row = get("/api/courses/v1/courses/", page_size=100).json()["results"][-1]
    assert (row["id"], row["name"], row["pacing"]) == (KEY, "Art", "self")
    assert (row["start"], row["end"], row["enrollment_end"]) == (*RUN["schedule"].values(), None)
    assert get(f"/api/courses/v1/courses/{KEY}").json()["org"] == "ArtX"
    assert platform.requests[0].body == RUN
    assert platform.request_counts()["studio_runs"] == 1


def test_what_is_missing_or_there_already_is_refused(send: Send) -> None:
    assert send("POST", "", json={"title": "Art"}).json() == dict.fromkeys(
        ("org", "number", "run"), ["This field is required."]
    )
    assert send("POST", "", json=RUN | {"pacing_type": "slow"}).status_code == 400
    assert send("POST", "", json=RUN | {"team": [{"user": "ann", "role": "owner"}]}).status_code == 400
    assert send("POST", "", data="[").status_code == 400
    send("POST", "", json=RUN)
    again = send("POST", "", json=RUN)
    assert (again.status_code, again.json()) == (400, {"run": [f"Course run {KEY} already exists"]})


def test_a_rerun_has_the_content_of_its_source(send: Send, platform: SandboxPlatform) -> None:
    source = platform.catalogue.lms_course_runs.rows()[0]
    assert send("POST", f"{source['id']}/rerun/", json=RUN).status_code == 201
    rerun = platform.catalogue.lms_course_runs.get(KEY)
    assert (rerun["media"], rerun["license"]) == (source["media"], source["license"])
    assert (rerun["name"], rerun["start"]) == ("Art", RUN["schedule"]["start"])
    assert send("POST", "course-v1:No+Such+Run/rerun/", json=RUN | {"run": "x"}).status_code == 404


def test_an_update_keeps_what_it_does_not_name(send: Send, platform: SandboxPlatform) -> None:
    send("POST", "", json=RUN)
    change = {"title": "Art again", "team": [], "schedule": {"enrollment_end": "2032-04-01T00:00:00Z"}}
    assert send("PATCH", f"{KEY}/", json=change).status_code == 200
    row = platform.catalogue.lms_course_runs.get(KEY)
    assert (row["name"], row["end"]) == ("Art again", "2032-05-01T00:00:00Z")
    assert row["enrollment_end"] == "2032-04-01T00:00:00Z"
    shown = send("GET", f"{KEY}/").json()
    assert (shown["title"], shown["team"]) == ("Art again", RUN["team"])
    assert send("PATCH", "course-v1:No+Such+Run/", json={}).status_code == 404


def test_a_picture_is_served_as_it_was_sent(send: Send, platform: SandboxPlatform) -> None:
    send("POST", "", json=RUN)
    response = send("POST", f"{KEY}/images/", files={"card_image": ("a.png", PICTURE, "image/png")})
    assert response.status_code == 200
    picture = requests.get(
        platform.catalogue.lms_course_runs.get(KEY)["media"]["image"]["raw"], timeout=TIMEOUT_SECONDS
    )
    assert (picture.content, picture.headers["Content-Type"]) == (PICTURE, "image/png")
    assert send("GET", f"{KEY}/").json()["images"]["card_image"] == picture.url
    for files in ({"other": ("a.png", PICTURE, "image/png")}, {"card_image": ("a.txt", b"x", "text/plain")}):
        assert send("POST", f"{KEY}/images/", files=files).status_code == 400


def test_strangers_change_nothing_and_faults_hit(send: Send, platform: SandboxPlatform) -> None:
    response = requests.post(f"{platform.url}/api/v1/course_runs/", json=RUN, timeout=TIMEOUT_SECONDS)
    assert response.status_code == 401
    platform.fail("503", "studio_runs")
    assert send("POST", "", json=RUN).status_code == 503
    assert KEY not in platform.catalogue.lms_course_runs
