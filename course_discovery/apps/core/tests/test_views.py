from unittest import mock

import pytest
from django.db import DatabaseError

from course_discovery.apps.core import views


@pytest.mark.django_db
def test_health_is_open_and_asks_the_database_once(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/health/")
    assert response.status_code == 200
    assert response.json() == {"overall_status": "OK", "detailed_status": {"database_status": "OK"}}
    assert "no-cache" in response["Cache-Control"]


def test_health_says_that_the_database_is_gone(rf):
    with mock.patch.object(views, "connection") as connection:
        connection.cursor.side_effect = DatabaseError("gone")
        response = views.health(rf.get("/health/"))
    assert response.status_code == 503
    assert b'"overall_status": "UNAVAILABLE"' in response.content


def test_csrf_token_comes_with_its_cookie(client, settings):
    response = client.get("/csrf/api/v1/token")
    assert len(response.json()["csrfToken"]) == 64
    assert settings.CSRF_COOKIE_NAME in response.cookies
