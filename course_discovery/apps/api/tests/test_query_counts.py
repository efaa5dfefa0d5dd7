"""What lists and details cost, pinned in query_counts.json: UPDATE_QUERY_COUNTS=1 rewrites it."""

import base64
import json
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from course_discovery.apps.api.tests.factories import FullCourseFactory
from course_discovery.apps.core.tests.factories import USER_PASSWORD
from course_discovery.apps.course_metadata.tests.factories import TopicFactory

PINNED = Path(__file__).with_name("query_counts.json")
LIMITS = {"/api/v1/courses/?limit=20": 25, "/api/v1/course_runs/?limit=20": 20}
PATHS = [
    "/api/v1/courses/?limit=20",
    "/api/v1/courses/?limit=20&fields=key,title",
    "/api/v1/courses/?limit=20&editable=1",
    "/api/v1/courses/X+C0/",
    "/api/v1/course_runs/?limit=20",
    "/api/v1/course_runs/?limit=20&editable=1",
    "/api/v1/course_runs/course-v1:X+C0+1/",
    "/api/v1/organizations/?limit=20",
    "/api/v1/people/",
    "/api/v1/subjects/",
    "/api/v1/topics/",
    "/api/v1/level_types/",
    "/api/v1/sources/",
]
COURSES = 42


def logged_in(user) -> APIClient:
    """A client that sends its password: authentication is part of the price."""
    client = APIClient()
    client.credentials(
        HTTP_AUTHORIZATION="Basic " + base64.b64encode(f"{user.username}:{USER_PASSWORD}".encode()).decode()
    )
    return client


def cost(client, path) -> int:
    """Queries of a process that has answered the like before: content types are looked up once in its life."""
    if not settings.USE_API_CACHING:
        client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.content)
    return len(queries.captured_queries)


@pytest.fixture
def catalogue(partner, organization):
    for number in range(COURSES):
        FullCourseFactory(partner=partner, key=f"X+C{number}", authoring_organizations=[organization], runs=1)
    TopicFactory(partner=partner)


@pytest.mark.django_db
def test_every_list_costs_what_is_pinned(catalogue, staff_user, plain_user, member_user):
    users = {"staff": staff_user, "plain": plain_user, "member": member_user}
    found = {
        path: {
            name: cost(logged_in(user), path)
            for name, user in users.items()
            if not (name == "plain" and "editable" in path)
        }
        for path in PATHS
    }
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        PINNED.write_text(json.dumps(found, indent=2) + "\n")
    assert found == json.loads(PINNED.read_text())


def test_the_pinned_costs_keep_the_promise():
    pinned = json.loads(PINNED.read_text())
    for path, limit in LIMITS.items():
        assert max(pinned[path].values()) <= limit, path


@pytest.mark.django_db
@pytest.mark.parametrize("resource", ["courses", "course_runs"])
def test_no_page_and_no_size_costs_more(catalogue, staff_user, resource):
    client = logged_in(staff_user)
    first = cost(client, f"/api/v1/{resource}/?limit=20")
    assert cost(client, f"/api/v1/{resource}/?limit=20&offset=20") == first
    assert cost(client, f"/api/v1/{resource}/?limit=3") == first
    assert cost(client, f"/api/v1/{resource}/?limit=100") == first
    assert cost(client, f"/api/v1/{resource}/?page=2&page_size=20") == first


@pytest.mark.django_db
def test_a_cached_list_costs_authentication_only(catalogue, staff_user, settings):
    settings.USE_API_CACHING = True
    client = logged_in(staff_user)
    whole = cost(client, "/api/v1/courses/?limit=20")
    assert cost(client, "/api/v1/courses/?limit=20") <= 1 < whole
