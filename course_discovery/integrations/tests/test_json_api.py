"""What holds for every client that reads JSON."""

import io
from datetime import date

import pytest
import requests
from urllib3 import HTTPResponse

from course_discovery.integrations.analytics import AnalyticsApi
from course_discovery.integrations.ecommerce import EcommerceApi
from course_discovery.integrations.errors import BadStatus
from course_discovery.integrations.lms import CoursesApi, LanguagesApi, ModesApi, OrganizationsApi
from course_discovery.integrations.programs import ProgramsApi

URL = "https://platform.example.com/api"
# An empty listing by its looks, whoever is asked.
BODY = b'{"results": [], "count": 0, "next": null, "pagination": {"count": 0, "num_pages": 1}}'


@pytest.fixture
def asked(monkeypatch):
    """The timeouts of all requests, each of which is answered with an error that looks like a listing."""
    timeouts = []

    def send(self, request, timeout=None, **_):
        timeouts.append(timeout)
        response = requests.Response()
        response.status_code, response.reason, response.request = 500, "Internal Server Error", request
        response.url = request.url
        response.raw = HTTPResponse(io.BytesIO(BODY), preload_content=False)
        return response

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return timeouts


@pytest.mark.parametrize(
    "ask",
    [
        lambda session: CoursesApi(URL, session).course_runs(1, 50),
        lambda session: OrganizationsApi(URL, session).organizations(1, 50),
        lambda session: ModesApi(URL, session).of_all_runs(),
        lambda session: ModesApi(URL, session).of_run("course-v1:A+B+1"),
        lambda session: LanguagesApi(URL, session).of_run("course-v1:A+B+1"),
        lambda session: EcommerceApi(URL, session).course_runs(1, 50),
        lambda session: EcommerceApi(URL, session).products("Course Entitlement", 1, 50),
        lambda session: ProgramsApi(URL, session).programs(1, 50),
        lambda session: AnalyticsApi(URL, "token").course_summaries(date(2030, 1, 1)),
    ],
)
def test_every_request_has_a_timeout_and_an_error_is_no_empty_listing(ask, asked, settings):
    settings.PLATFORM_API_TIMEOUT = (1.5, 7)
    settings.PLATFORM_API_ATTEMPTS = 1
    with pytest.raises(BadStatus, match="status 500"):
        ask(requests.Session())
    # An analytics service takes its time over its one answer.
    assert asked in ([(1.5, 7)], [AnalyticsApi.timeout])
