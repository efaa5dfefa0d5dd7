from unittest import mock

import pytest
from django.db import DatabaseError

from course_discovery.apps.core import views
from course_discovery.apps.core.models import User


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


def test_nobody_gets_an_account_by_coming(client, db, settings):
    assert settings.ENABLE_AUTO_AUTH is False
    assert client.get("/auto_auth/").status_code == 404
    assert not User.objects.exists()


def test_where_tests_run_in_browsers_everybody_gets_one(client, db, settings):
    settings.ENABLE_AUTO_AUTH = True
    answer = client.get("/auto_auth/")
    assert (answer.status_code, answer.url) == (302, "/")
    client.get("/auto_auth/")
    first, second = User.objects.order_by("pk")
    assert first.username.startswith("auto_auth_") and len(first.username) == 30
    assert first.is_superuser and first.check_password(first.username) and first.email == ""
    assert client.session["_auth_user_id"] == str(second.pk)
