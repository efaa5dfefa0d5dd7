"""The LMS client, over HTTP."""

import time

import pytest
import requests

from course_discovery.integrations.errors import BadStatus, ShortPage, Unreachable, UnreadableAnswer
from course_discovery.integrations.lms import CoursesApi, ModesApi, OrganizationsApi
from course_discovery.integrations.oauth import service_session


@pytest.fixture
def api(platform):
    return CoursesApi(f"{platform.url}/api/courses/v1/", service_session())


def test_a_page_is_read_as_the_service_account(platform, api):
    page = api.course_runs(3, 50)
    assert (page.number, page.count, page.pages, len(page.rows)) == (3, 120, 3, 20)
    assert page.rows[0]["id"] == "course-v1:Ax+B100+1T2030"
    (asked,) = [request for request in platform.requests if request.target == "lms_courses"]
    assert asked.params == {
        "page": "3",
        "page_size": "50",
        "active_only": "True",
        "username": platform.service_username,
    }
    assert asked.authorization.startswith("JWT ")


def test_the_token_is_fetched_once(platform, api):
    for number in (1, 2, 3):
        api.course_runs(number, 50)
    CoursesApi(f"{platform.url}/api/courses/v1", service_session()).course_runs(1, 50)
    assert platform.request_counts() == {"token": 1, "lms_courses": 4}


def test_every_request_has_a_timeout(api, settings, monkeypatch):
    settings.PLATFORM_API_TIMEOUT = (1.5, 7)
    timeouts = []
    original = requests.Session.request

    def spy(self, *args, **kwargs):
        timeouts.append(kwargs.get("timeout"))
        return original(self, *args, **kwargs)

    monkeypatch.setattr(requests.Session, "request", spy)
    api.course_runs(1, 50)
    assert timeouts == [settings.OAUTH_API_TIMEOUT, (1.5, 7)]


def test_an_answer_without_end_is_not_waited_for(platform, api, settings):
    settings.PLATFORM_API_LONGEST_ANSWER = 0.2
    platform.fail("endless", "lms_courses", page=2, times=None)
    with pytest.raises(UnreadableAnswer, match="no end after 0.2 seconds"):
        api.course_runs(2, 50)


def test_an_answer_that_is_too_large_is_not_kept(platform, api, settings):
    settings.PLATFORM_API_LARGEST_ANSWER = 1000
    with pytest.raises(UnreadableAnswer, match="more than 1000 bytes"):
        api.course_runs(2, 50)


@pytest.mark.parametrize("kind", ["500", "503", "garbage", "short", "truncated", "reset"])
def test_what_may_pass_is_asked_again(platform, api, kind):
    platform.fail(kind, "lms_courses", page=2, times=2)
    assert len(api.course_runs(2, 50).rows) == 50
    assert platform.pages_requested("lms_courses") == [2, 2, 2]


@pytest.mark.parametrize(
    ("kind", "error", "came"),
    [
        ("500", BadStatus, "status 500"),
        ("garbage", UnreadableAnswer, "not JSON: <html><body><h1>Down for maintenance"),
        ("short", ShortPage, "25 rows where 50 of 120 were due"),
        ("reset", Unreachable, "ConnectionError"),
    ],
)
def test_what_does_not_pass_says_what_was_asked_and_what_came(platform, api, kind, error, came):
    platform.fail(kind, "lms_courses", times=None)
    with pytest.raises(error) as raised:
        api.course_runs(2, 50)
    assert f"GET {platform.url}/api/courses/v1/courses/?page=2&page_size=50" in raised.value.asked
    assert came in raised.value.came
    assert len(platform.pages_requested("lms_courses")) == 3


def test_a_mistake_of_ours_fails_at_once(platform, api):
    with pytest.raises(BadStatus) as raised:
        api.course_runs(9, 50)
    assert raised.value.status == 404
    assert platform.pages_requested("lms_courses") == [9]


def test_a_throttled_request_waits_as_long_as_it_is_told(platform, api):
    platform.fail("429", "lms_courses", retry_after=1)
    began = time.monotonic()
    api.course_runs(1, 50)
    assert 1 <= time.monotonic() - began < 2


def test_a_wait_beyond_the_longest_is_not_waited(platform, api):
    platform.fail("429", "lms_courses", retry_after=3600, times=None)
    with pytest.raises(BadStatus) as raised:
        api.course_runs(1, 50)
    assert raised.value.retry_after == 3600
    assert platform.pages_requested("lms_courses") == [1]


def test_a_refused_account_fails_at_once_and_is_named(platform, api):
    platform.fail("401", "token", times=None)
    with pytest.raises(BadStatus) as raised:
        api.course_runs(1, 50)
    assert raised.value.status == 401
    assert "token for GET" in raised.value.asked
    assert platform.request_counts() == {"token": 1}


def test_a_token_service_that_stumbles_is_asked_again(platform, api):
    platform.fail("503", "token", times=1)
    assert len(api.course_runs(1, 50).rows) == 50


def test_nobody_at_the_address():
    api = OrganizationsApi("http://127.0.0.1:9/api", requests.Session())
    with pytest.raises(Unreachable) as raised:
        api.organizations(1, 50)
    assert raised.value.asked == "GET http://127.0.0.1:9/api/organizations/?page=1&page_size=50"


def test_a_cancelled_client_stops_waiting(platform, api, settings):
    platform.fail("429", "lms_courses", retry_after=2, times=None)
    api.cancelled.set()
    began = time.monotonic()
    with pytest.raises(BadStatus):
        api.course_runs(1, 50)
    assert time.monotonic() - began < 1


class TestModes:
    RUN = "course-v1:Ax+B1+1T2030"
    ROW = {"id": RUN, "modes": [{"name": "audit", "price": 0, "currency": "usd"}]}

    @pytest.fixture
    def modes(self, platform):
        platform.catalogue.modes.add(self.ROW)
        return ModesApi(f"{platform.url}/", service_session())

    def test_of_all_runs(self, platform, modes):
        assert modes.of_all_runs() == [self.ROW]
        assert [request.path for request in platform.requests][1:] == ["/api/commerce/v1/courses/"]

    @pytest.mark.parametrize(("key", "count"), [(RUN, 1), ("course-v1:No+Such+Run", 0), ("Old/Style/Key", 0)])
    def test_of_a_run(self, platform, modes, key, count):
        assert len(modes.of_run(key)) == count
        assert platform.requests[-1].path == f"/api/course_modes/v1/courses/{key}/"

    def test_what_is_no_list_is_not_understood(self, platform):
        with pytest.raises(UnreadableAnswer, match="no list"):
            CoursesAsModes(platform.url, service_session()).of_all_runs()


class CoursesAsModes(ModesApi):
    """Asks an address that answers with an object."""

    def get(self, path, params, parse):
        return super().get("api/courses/v1/courses/", params, parse)
