import base64

import pytest

from course_discovery.apps.core.tests.factories import USER_PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def basic(client):
    def ask(user, method="GET"):
        account = base64.b64encode(f"{user.username}:{USER_PASSWORD}".encode()).decode()
        return client.generic(method, "/api-docs/", HTTP_AUTHORIZATION=f"Basic {account}")

    return ask


def test_an_account_sees_the_page(basic):
    answer = basic(UserFactory())
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_a_deactivated_account_is_refused_in_json(basic):
    answer = basic(UserFactory(is_active=False))
    assert (answer.status_code, answer.json()) == (401, {"detail": "Invalid username/password."})


def test_options_describe_the_page_in_json(basic):
    answer = basic(UserFactory(), "OPTIONS")
    assert answer.status_code == 200
    assert answer.json()["parses"]


def test_nobody_is_asked_to_log_in(client):
    assert client.get("/api-docs/").status_code == 401
