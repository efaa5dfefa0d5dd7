"""Faults on request, over HTTP."""

import time

import pytest
import requests

from course_discovery.sandbox import Fault, SandboxPlatform, running_sandbox
from course_discovery.sandbox.faults import parse_faults

from .conftest import TIMEOUT_SECONDS, Get

LMS_COURSES = "/api/courses/v1/courses/"


def test_status_on_one_page_so_many_times(get: Get, platform: SandboxPlatform) -> None:
    platform.fail("503", "lms_courses", page=3, times=2)
    statuses = [get(LMS_COURSES, page=page).status_code for page in (1, 3, 3, 3)]
    assert statuses == [200, 503, 503, 200]
    assert get("/api/v2/courses/", page=3).status_code == 200


def test_throttled_with_retry_after(get: Get, platform: SandboxPlatform) -> None:
    platform.fail("429", "entitlements", retry_after=7)
    assert get("/api/v2/products/", product_class="Enrollment Code").status_code == 200
    response = get("/api/v2/products/", product_class="Course Entitlement")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")


def test_path_pattern_for_ever(get: Get, platform: SandboxPlatform) -> None:
    platform.fail("status", "/api/v2/*", status=500, times=None)
    assert [get("/api/v2/courses/").status_code for _ in range(3)] == [500, 500, 500]
    assert get(LMS_COURSES).status_code == 200


def test_token_failure(platform: SandboxPlatform) -> None:
    platform.fail("500", "token")
    form = {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b"}
    url = f"{platform.oauth_provider_url}/access_token"
    assert [requests.post(url, data=form, timeout=TIMEOUT_SECONDS).status_code for _ in range(2)] == [500, 200]


def test_garbage_is_not_json(get: Get, platform: SandboxPlatform) -> None:
    platform.fail("garbage", "ecommerce_courses")
    response = get("/api/v2/courses/")
    assert response.status_code == 200
    with pytest.raises(requests.exceptions.JSONDecodeError):
        response.json()


@pytest.mark.parametrize(("rows", "served"), [(None, 25), (0, 0), (49, 49), (80, 50)])
def test_short_page_announces_the_whole_count(
    get: Get, platform: SandboxPlatform, rows: int | None, served: int
) -> None:
    platform.fail("short", "lms_courses", rows=rows)
    body = get(LMS_COURSES, page=1, page_size=50).json()
    assert (len(body["results"]), body["pagination"]["count"]) == (served, 720)
    assert len(get(LMS_COURSES, page=1, page_size=50).json()["results"]) == 50


def test_truncated_body(get: Get, platform: SandboxPlatform) -> None:
    platform.fail("truncated", "lms_courses")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        get(LMS_COURSES)
    assert get(LMS_COURSES).status_code == 200


def test_connection_reset(get: Get, platform: SandboxPlatform) -> None:
    platform.fail("reset", "lms_courses")
    with pytest.raises(requests.exceptions.ConnectionError, match="reset"):
        get(LMS_COURSES)
    assert get(LMS_COURSES).status_code == 200
    assert [(request.status, request.fault) for request in platform.requests] == [(0, "reset"), (200, "")]


def test_slow_and_broken_at_once(get: Get, platform: SandboxPlatform) -> None:
    platform.fail("slow", seconds=0.15, times=2)
    platform.fail("500", "lms_courses")
    started = time.monotonic()
    assert get(LMS_COURSES).status_code == 500
    assert time.monotonic() - started >= 0.15
    assert get(LMS_COURSES).status_code == 200
    assert [request.fault for request in platform.requests] == ["slow+status", "slow"]


def test_slow_runs_into_the_timeout_of_the_client() -> None:
    with running_sandbox(courses=1, faults="slow@lms_courses:seconds=30") as platform:
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.get(platform.url + LMS_COURSES, timeout=0.1)
        started = time.monotonic()
    assert time.monotonic() - started < 2


def test_specification_of_the_command_line() -> None:
    assert parse_faults("503@lms_courses:page=3,times=2; slow@*:seconds=0.2,times=always;garbage;") == [
        Fault("status", "lms_courses", page=3, times=2, status=503),
        Fault("slow", "*", seconds=0.2, times=None),
        Fault("garbage"),
    ]


@pytest.mark.parametrize(
    ("specification", "reason"),
    [
        ("explode", "unknown kind of fault 'explode'"),
        ("200@token", "status 200 is not between"),
        ("slow@moon", "unknown target 'moon'"),
        ("slow@*:often=3", "unknown property of a fault: often"),
        ("slow@*:page", "not of the form name=value"),
        ("slow@*:page=x", "page of a fault is not a number: 'x'"),
    ],
)
def test_specifications_that_make_no_sense(specification: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_faults(specification)


def test_a_growing_listing_has_always_one_more_page(get: Get, platform: SandboxPlatform) -> None:
    first = get(LMS_COURSES, page=1).json()["results"]
    platform.fail("growing", "lms_courses", times=2)
    for page in (1, 500):
        body = get(LMS_COURSES, page=page).json()
        assert body["results"] == first
        assert body["pagination"]["num_pages"] == page + 1


def test_an_endless_answer_goes_on(platform: SandboxPlatform) -> None:
    platform.fail("endless", "lms_courses")
    headers = {"Authorization": "JWT token"}
    with requests.get(platform.url + LMS_COURSES, headers=headers, stream=True, timeout=TIMEOUT_SECONDS) as response:
        blanks = response.iter_content(1)
        assert [next(blanks) for _ in range(3)] == [b" "] * 3
