"""What the LMS tells of requests for access to its APIs."""

from io import BytesIO

import pytest
import requests
from urllib3 import HTTPResponse

from course_discovery.integrations.errors import BadStatus, Unreachable, UnreadableAnswer
from course_discovery.integrations.lms_api_access import ApiAccessApi, ApiAccessRequest


class Session(requests.Session):
    """Answers everything with one body and status, and remembers how it was asked."""

    def __init__(self, body, status=200):
        super().__init__()
        self.body, self.status, self.asked = body, status, []

    def get(self, url, **kwargs):
        self.asked.append((url, kwargs))
        if isinstance(self.body, Exception):
            raise self.body
        response = requests.Response()
        response.status_code = self.status
        response.raw = HTTPResponse(BytesIO(self.body.encode()), preload_content=False)
        return response


def api(body, status=200):
    return ApiAccessApi("https://lms.example.org/", Session(body, status))


def test_the_first_request_of_the_account_counts():
    asked = api('{"results": [{"status": "approved", "company_name": "Alpine"}, {"status": "denied"}]}')
    assert asked.request_of("ada") == ApiAccessRequest("approved", "Alpine")
    ((url, options),) = asked.session.asked
    assert url == "https://lms.example.org/api-admin/api/v1/api_access_request/"
    assert options == {"params": {"user__username": "ada"}, "timeout": (3.05, 1), "stream": True}


def test_an_account_without_request():
    assert api('{"results": []}').request_of("ada") is None


@pytest.mark.parametrize("body", ["[]", "{}", '{"results": 1}', '{"results": ["x"]}', "<html>"])
def test_other_answers_are_errors(body):
    with pytest.raises(UnreadableAnswer):
        api(body).request_of("ada")


@pytest.mark.parametrize(
    ("body", "status", "error"), [("no", 503, BadStatus), (requests.ConnectionError("no"), 200, Unreachable)]
)
def test_nobody_waits_for_a_second_try(body, status, error):
    asked = api(body, status)
    with pytest.raises(error):
        asked.request_of("ada")
    assert len(asked.session.asked) == 1
