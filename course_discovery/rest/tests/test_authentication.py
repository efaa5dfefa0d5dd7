import time

import jwt
import pytest
from django.conf import settings
from rest_framework.test import APIClient

from course_discovery.apps.core.models import User
from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _partner():
    PartnerFactory(site__domain="testserver")


def token(**claims):
    issuer = settings.JWT_AUTH["JWT_ISSUERS"][0]
    now = int(time.time())
    payload = {
        "iss": issuer["ISSUER"],
        "aud": issuer["AUDIENCE"],
        "iat": now,
        "exp": now + 60,
        "version": "1.1.0",
        "preferred_username": "jwt_user",
        "email": "jwt_user@example.com",
        "administrator": False,
        "scopes": ["read"],
        **claims,
    }
    return jwt.encode(payload, issuer["SECRET_KEY"], algorithm="HS256")


def get(authorization):
    return APIClient().get("/api/v1/sources/", HTTP_AUTHORIZATION=authorization)


def test_a_token_makes_its_user():
    assert get(f"JWT {token()}").status_code == 200
    assert User.objects.get(username="jwt_user").email == "jwt_user@example.com"


def test_an_administrator_becomes_staff():
    assert get(f"JWT {token(administrator=True)}").status_code == 200
    assert User.objects.get(username="jwt_user").is_staff


@pytest.mark.parametrize(
    "authorization",
    [lambda: "JWT nonsense", lambda: f"JWT {token(exp=1)}", lambda: f"Bearer {token()}"],
    ids=["nonsense", "expired", "bearer"],
)
def test_bad_tokens_and_other_schemes_are_refused(authorization):
    answer = get(authorization())
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'JWT realm="api"'


def test_a_deactivated_user_stays_out():
    UserFactory(username="jwt_user", is_active=False)
    assert get(f"JWT {token()}").status_code == 401


def test_a_restricted_token_is_denied():
    assert get(f"JWT {token(is_restricted=True)}").status_code == 403
