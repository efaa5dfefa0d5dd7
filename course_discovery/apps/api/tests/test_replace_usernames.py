"""Names are replaced for the platform's worker alone, who comes with a JWT."""

import time

import jwt
import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient
from social_django.models import UserSocialAuth
from taxonomy.models import SkillsQuiz

from course_discovery.apps.api.tests.conftest import client_of
from course_discovery.apps.core.models import User
from course_discovery.apps.core.signals import username_replaced
from course_discovery.apps.core.tests.factories import USER_PASSWORD, UserFactory
from course_discovery.apps.course_metadata.tests.skill_factories import SkillsQuizFactory

PATH = "/api/v1/replace_usernames/"
BAD_SHAPE = ["Request data does not match schema"]


@pytest.fixture
def worker_user(partner, settings):
    settings.USERNAME_REPLACEMENT_WORKER = "renamer"
    return UserFactory(username="renamer")


@pytest.fixture
def worker(worker_user):
    return client_of(worker_user)


def with_token(username):
    issuer = configured.JWT_AUTH["JWT_ISSUERS"][0]
    now = int(time.time())
    claims = {
        "iss": issuer["ISSUER"],
        "aud": issuer["AUDIENCE"],
        "iat": now,
        "exp": now + 60,
        "version": "1.1.0",
        "preferred_username": username,
        "email": f"{username}@example.com",
        "administrator": False,
        "scopes": ["read"],
    }
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"JWT {jwt.encode(claims, issuer['SECRET_KEY'], algorithm='HS256')}")
    return client


def replace(client, *mappings):
    return client.post(PATH, {"username_mappings": list(mappings)})


def test_only_the_worker_with_a_token(worker_user, anonymous):
    UserFactory(username="super", is_staff=True, is_superuser=True)
    with_session, with_password = APIClient(), APIClient()
    with_session.force_login(worker_user, "django.contrib.auth.backends.ModelBackend")
    with_password.login(username="renamer", password=USER_PASSWORD)
    callers = (anonymous, with_session, with_password, with_token("super"), with_token("renamer"))
    assert [replace(client).status_code for client in callers] == [401, 401, 401, 403, 200]
    assert [client.options(PATH).status_code for client in callers] == [401, 401, 401, 403, 200]
    assert anonymous.get(PATH).status_code == 401
    assert with_token("renamer").get(PATH).status_code == 405


@pytest.mark.parametrize("name", ["", "someone"])
def test_nobody_while_no_worker_is_named(worker_user, settings, name):
    settings.USERNAME_REPLACEMENT_WORKER = name
    assert replace(client_of(worker_user)).status_code == 403


def test_names_are_replaced_in_order(worker):
    ann, bob, eve = (UserFactory(username=name).pk for name in ("ann", "bob", "eve"))
    # Only after bob has given his name up is it free.
    answer = replace(worker, {"ann": "bob"}, {"bob": "bert"}, {"ann": "bob"}, {"ghost": "eve"}, {"eve": None})
    assert answer.status_code == 200
    assert answer.json() == {
        "successful_replacements": [{"bob": "bert"}, {"ann": "bob"}, {"ghost": "eve"}],
        "failed_replacements": [{"ann": "bob"}, {"eve": None}],
    }
    assert dict(User.objects.filter(pk__in=(ann, bob, eve)).values_list("pk", "username")) == {
        **{ann: "bob", bob: "bert", eve: "eve"}
    }


def test_nothing_to_replace(worker):
    assert replace(worker).json() == {"successful_replacements": [], "failed_replacements": []}


@pytest.mark.parametrize("new", [None, "", " ", 5, ["x"], {"a": "b"}, "x" * 151, "a\x00b"])
def test_what_is_no_name(worker, new):
    UserFactory(username="ann")
    answer = replace(worker, {"ann": new})
    assert answer.json() == {"successful_replacements": [], "failed_replacements": [{"ann": new}]}
    assert User.objects.filter(username="ann").exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        [{"ann": "bob"}],
        "ann",
        None,
        {"username_mappings": {"ann": "bob"}},
        {"username_mappings": None},
        {"username_mappings": ["ann"]},
        {"username_mappings": [{}]},
        {"username_mappings": [{"ann": "bob"}, {"bob": "bert", "eve": "eva"}]},
    ],
)
def test_bodies_of_another_shape(worker, body):
    UserFactory(username="ann")
    answer = worker.post(PATH, body)
    assert (answer.status_code, answer.json()) == (400, BAD_SHAPE)
    assert User.objects.filter(username="ann").exists()


def test_what_is_not_json(worker):
    answer = worker.generic("POST", PATH, "{", content_type="application/json")
    assert answer.status_code == 400


def test_whatever_else_names_the_account(worker):
    ann, bob = UserFactory(username="ann"), UserFactory(username="bob")
    UserSocialAuth.objects.create(user=ann, provider="edx-oauth2", uid="ann")
    UserSocialAuth.objects.create(user=ann, provider="other", uid="ann")
    UserSocialAuth.objects.create(user=bob, provider="edx-oauth2", uid="bob")
    SkillsQuizFactory(username="ann")
    SkillsQuizFactory(username="bob")
    replace(worker, {"ann": "anna"})
    uids = UserSocialAuth.objects.order_by("pk").values_list("provider", "uid")
    assert list(uids) == [("edx-oauth2", "anna"), ("other", "ann"), ("edx-oauth2", "bob")]
    assert list(SkillsQuiz.objects.order_by("pk").values_list("username", flat=True)) == ["anna", "bob"]


def test_all_of_an_account_or_nothing(worker):
    """Somebody else's login already bears the new name."""
    ann = UserFactory(username="ann")
    UserSocialAuth.objects.create(user=ann, provider="edx-oauth2", uid="ann")
    UserSocialAuth.objects.create(user=UserFactory(), provider="edx-oauth2", uid="anna")
    assert replace(worker, {"ann": "anna"}).json()["failed_replacements"] == [{"ann": "anna"}]
    ann.refresh_from_db()
    assert ann.username == "ann"


def test_who_stores_names_is_told_before_the_commit(worker):
    UserFactory(username="ann")
    told = []

    def listen(sender, old, new, **_):
        told.append((old, new, User.objects.filter(username=new).exists()))

    username_replaced.connect(listen)
    try:
        replace(worker, {"ann": "anna"}, {"ghost": "spirit"}, {"anna": "anna"})
    finally:
        username_replaced.disconnect(listen)
    assert told == [("ann", "anna", True)]


def test_names_that_nobody_bears_cost_nothing_each(worker):
    def cost(number):
        with CaptureQueriesContext(connection) as queries:
            assert replace(worker, *({f"ghost {n}": f"spirit {n}"} for n in range(number))).status_code == 200
        return len(queries)

    assert cost(2) == cost(200) == 1
