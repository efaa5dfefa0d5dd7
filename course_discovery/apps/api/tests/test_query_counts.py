"""What every list costs, pinned in query_counts.json (UPDATE_QUERY_COUNTS=1 rewrites it): the same at any size."""

import base64
import json
import os
import re
from pathlib import Path
from unittest import mock

import pytest
import waffle
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve
from rest_framework.test import APIClient

from course_discovery.apps.api.tests.conftest import HOST
from course_discovery.apps.api.tests.factories import FullCourseFactory, FullProgramFactory
from course_discovery.apps.api.tests.multiplied import Originals
from course_discovery.apps.api.v1.serializers.marketing import COMPANY_SWITCH
from course_discovery.apps.catalogs.services.catalogs import set_viewers
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.models import User
from course_discovery.apps.core.tests.factories import USER_PASSWORD, PartnerFactory, StaffUserFactory, UserFactory
from course_discovery.apps.course_metadata.tests.factories import (
    BulkOperationTaskFactory,
    CourseReviewFactory,
    OrganizationFactory,
    TopicFactory,
)
from course_discovery.apps.course_metadata.tests.skill_factories import (
    JobPostingsFactory,
    JobSkillsFactory,
    SkillsQuizFactory,
    XBlockSkillDataFactory,
)
from course_discovery.apps.learner_pathway.tests.factories import (
    LearnerPathwayBlockFactory,
    LearnerPathwayCourseFactory,
    LearnerPathwayProgramFactory,
    LearnerPathwayStepFactory,
)
from course_discovery.apps.programs.tests.factories import PathwayFactory
from course_discovery.apps.publisher.models import OrganizationExtension, OrganizationUserRole
from course_discovery.apps.search.tests.engine import delete_all_indexes, index_everything
from course_discovery.apps.taxonomy_support.tests.factories import CourseRecommendationFactory
from course_discovery.integrations.lms_api_access import ApiAccessApi

PINNED = Path(__file__).with_name("query_counts.json")
# Of rows with something in every relation; rows of real life lack some, which saves their queries.
LIMITS = {"/api/v1/courses/?limit=20": 27, "/api/v1/course_runs/?limit=20": 20}
SIZES = (20, 100)
A_PROGRAM = "889a16f7-4faa-57a3-b67c-8f30adb43f17"
SEARCHES = {
    "/api/v1/search/all/": ("", "details/", "facets/"),
    "/api/v1/search/courses/": ("", "details/", "facets/"),
    "/api/v1/search/course_runs/": ("", "details/", "facets/"),
    "/api/v1/search/programs/": ("", "details/", "facets/"),
    "/api/v1/search/people/": ("", "details/", "facets/"),
    "/api/v1/search/limited/": ("", "facets/"),
    "/api/v2/search/all/": ("", "details/", "facets/"),
}
SUGGESTIONS = (
    *("collaborator", "corporate-endorsement", "course", "course-run", "endorsement", "expected-learning-item"),
    *("faq", "job-outlook-item", "organisation", "person", "program"),
)
# 20 stands for the number of rows asked for.
PATHS = [
    "/api/v1/courses/?limit=20",
    "/api/v1/courses/?limit=20&fields=key,title",
    "/api/v1/courses/?limit=20&editable=1",
    "/api/v1/courses/X+C0/",
    "/api/v1/course_runs/?limit=20",
    "/api/v1/course_runs/?limit=20&editable=1",
    "/api/v1/course_runs/course-v1:X+C0+1/",
    "/api/v1/programs/?limit=20",
    "/api/v1/programs/?limit=20&extended=1",
    "/api/v1/programs/?limit=20&fields=uuid,title",
    "/api/v1/programs/?uuids_only=1",
    f"/api/v1/programs/{A_PROGRAM}/",
    "/api/v1/pathways/?page_size=20",
    "/api/v1/program_types/?limit=20",
    "/api/v1/catalogs/?limit=20",
    "/api/v1/catalogs/1/",
    "/api/v1/catalogs/1/courses/?limit=20",
    "/api/v1/catalogs/1/courses/?limit=20&fields=key,title",
    "/api/v1/catalogs/1/csv/",
    "/api/v1/partners/affiliate_window/catalogs/1/",
    "/api/v1/partners/affiliate_window/programs/catalogs/1/",
    "/api/v1/organizations/?limit=20",
    "/api/v1/people/?limit=20",
    "/api/v1/subjects/?limit=20",
    "/api/v1/topics/?limit=20",
    "/api/v1/level_types/?limit=20",
    "/api/v1/sources/?limit=20",
    "/api/v1/learner-pathway/?limit=20",
    "/api/v1/learner-pathway-step/?limit=20",
    "/api/v1/learner-pathway-course/?limit=20",
    "/api/v1/learner-pathway-program/?limit=20",
    "/api/v1/learner-pathway-block/?limit=20",
    "/api/v1/learner-pathway/uuids/?course_keys=X%2BC0",
    "/api/v1/course_recommendations/X+C0/",
    "/api/v1/course_review/?page_size=20",
    "/api/v1/course_editors/?limit=20",
    "/api/v1/bulk_operation_tasks/?page_size=20&include_result=1",
    "/api/v1/collaborators/?limit=20",
    *(f"{search}{kind}?page_size=20" for search, kinds in SEARCHES.items() for kind in kinds),
    "/api/v1/search/typeahead?q=course",
    "/api/v1/search/person_typeahead/?q=grace",
    "/extensions/api/v1/search/all/facets?page_size=20",
    "/publisher/api/admins/organizations/users/?page_size=20",
    "/publisher/api/admins/organizations/1/users/",
    "/publisher/api/admins/organizations/1/roles/",
    "/taxonomy/api/v1/skills/?page_size=20",
    "/taxonomy/api/v1/jobs/?page_size=20",
    "/taxonomy/api/v1/jobpostings/?page_size=20",
    "/taxonomy/api/v1/xblocks/?page_size=20",
    "/taxonomy/api/v1/skills-quiz/?page_size=20",
    "/taxonomy/api/v1/course_recommendations/X+C0/",
    "/taxonomy/api/v1/job-holder-usernames/1/",
    "/taxonomy/api/v1/job-top-subcategories/1/",
    "/taggit_autosuggest/list/?q=geo",
    "/taggit_autosuggest/list/taggit.tag/?q=geo",
    "/language-tags/language-tag-autocomplete/?q=en",
    *(f"/admin/course_metadata/{name}-autocomplete/" for name in SUGGESTIONS),
]
# Lists that are being built: a route may stand in PATHS before it is there. Empty when all have arrived.
AWAITED: tuple[str, ...] = ()
# Not for every account.
NOT_FOR_PLAIN = ("editable", "/pathways", "publisher")
OUTSIDE_THE_API = ("/admin/", "/language-tags/", "/taggit_autosuggest/")
FOR_STAFF = (*OUTSIDE_THE_API, "/search/", "/job-", "/bulk_operation_tasks/")
SHOWN_TO_CLIENTS = ("api/", "extensions/", "publisher/", "taxonomy/", "taggit", "language-tags/")
# Answers about what the question names, never about how much there is; and what outside systems tell.
NO_LISTS = (
    *("/contains/$", "/query_contains/?$", "/visibility/?$", "/snapshot/$"),
    *(
        "api/v1/comments/",
        "api/v1/currency",
        "/replace_usernames/",
        "/job-path/",
        "/learners-current-job/",
        "/program-fixture/",
    ),
    # The lists of addresses.
    "api/v1/",
)
_asked_before: set[tuple[str, str]] = set()
RESOURCES = ["courses", "course_runs", "programs", "catalogs", "catalogs/1/courses", "learner-pathway"]


def logged_in(username, path="/api/") -> APIClient:
    """A client that sends its password where the address is of the API: authentication is part of the price."""
    client = APIClient()
    client.username = username
    if path.startswith(OUTSIDE_THE_API):
        client.force_login(User.objects.get(username=username))
        return client
    client.credentials(HTTP_AUTHORIZATION="Basic " + base64.b64encode(f"{username}:{USER_PASSWORD}".encode()).decode())
    return client


def cost(client, path) -> int:
    """Queries of a process that has answered the like before: content types and switches are looked up once."""
    asked = (resolve(path.partition("?")[0]).route, client.username)
    if asked not in _asked_before:
        client.get(re.sub("=(20|40|100)$", "=1", path)).getvalue()
        _asked_before.add(asked)
        cache.clear()
    waffle.switch_is_active(COMPANY_SWITCH)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        # Files and feeds are read as they are sent.
        content = answer.getvalue()
    assert answer.status_code == 200, (path, content)
    return len(queries.captured_queries)


def larger(path) -> str:
    # Details take long to write out; a query a row would show between any two sizes.
    return path.replace("=20", "=40" if "/details/" in path else f"={SIZES[1]}")


def may_ask(name, path) -> bool:
    if any(part in path for part in FOR_STAFF):
        return name == "admin"
    return name != "plain" or not any(part in path for part in NOT_FOR_PLAIN)


def make_one_of_everything() -> None:
    partner = PartnerFactory(site__domain=HOST, short_code="edx", marketing_site_url_root="https://www.example.org/")
    organization = OrganizationFactory(pk=1, partner=partner, key="NorthX", name="North Valley University")
    StaffUserFactory(username="admin")
    member, plain = UserFactory(username="member"), UserFactory(username="plain")
    group = Group.objects.create(name="NorthX editors")
    OrganizationExtension.objects.create(organization=organization, group=group)
    member.groups.add(group)
    course = FullCourseFactory(partner=partner, key="X+C0", authoring_organizations=[organization], runs=1)
    degree = FullProgramFactory(partner, course, uuid=A_PROGRAM)
    PathwayFactory(partner=partner, programs=[degree])
    step = LearnerPathwayStepFactory(pathway__partner=partner)
    LearnerPathwayCourseFactory(step=step, course=course)
    LearnerPathwayProgramFactory(step=step, program=degree)
    LearnerPathwayBlockFactory(step=step, course=course)
    CourseReviewFactory(course_key=course.key)
    BulkOperationTaskFactory(task_id="1")
    TopicFactory(partner=partner)
    asked = JobSkillsFactory(job=JobPostingsFactory(job__pk=1).job)
    XBlockSkillDataFactory(skill=asked.skill)
    for username in ("admin", "plain", "member"):
        SkillsQuizFactory(username=username, current_job=asked.job).skills.add(asked.skill)
    CourseRecommendationFactory(course=course, recommended_course=course)
    OrganizationUserRole.objects.create(organization=organization, user=member, role="project_coordinator")
    set_viewers(CatalogFactory(pk=1, query="*", program_query="*"), [plain, member])


def multiply(originals, numbers) -> None:
    """Copy the catalogue for each number, and add a member of the organization."""
    originals.multiply(numbers)
    members = User.objects.bulk_create(User(username=f"member {number}") for number in numbers)
    Group.objects.get(name="NorthX editors").user_set.add(*members)


@pytest.fixture(scope="module")
def originals(django_db_setup, django_db_blocker):
    """As many rows of everything as a page of the first size shows; copies of them can be had."""
    with (
        django_db_blocker.unblock(),
        mock.patch.object(ApiAccessApi, "request_of", lambda _api, _username: None),
        transaction.atomic(),
    ):
        make_one_of_everything()
        originals = Originals()
        multiply(originals, range(1, SIZES[0]))
        delete_all_indexes()
        call_command("install_es_indexes")
        index_everything()
        yield originals
        delete_all_indexes()
        transaction.set_rollback(True)


@pytest.fixture
def many(originals, db):
    """As many as a page of the largest size shows."""
    multiply(originals, range(SIZES[0], SIZES[1]))
    index_everything()


def is_there(path) -> bool:
    return not path.startswith(AWAITED)


@pytest.mark.django_db
def test_every_list_costs_what_is_pinned(originals):
    found = {
        path: {name: cost(logged_in(name, path), path) for name in ("admin", "plain", "member") if may_ask(name, path)}
        for path in filter(is_there, PATHS)
    }
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        PINNED.write_text(json.dumps(found, indent=2) + "\n")
    assert found == json.loads(PINNED.read_text())


@pytest.mark.long
@pytest.mark.django_db
def test_more_rows_cost_no_more(many):
    found = {path: cost(logged_in("admin", path), larger(path)) for path in filter(is_there, PATHS)}
    pinned = {path: costs["admin"] for path, costs in json.loads(PINNED.read_text()).items()}
    assert found == pinned
    answer = logged_in("admin").get("/api/v1/courses/?limit=100&fields=key")
    assert len(answer.data["results"]) == SIZES[1]


@pytest.mark.django_db
@pytest.mark.parametrize("resource", RESOURCES)
def test_no_page_and_no_style_of_pages_costs_more(originals, resource):
    client = logged_in("admin")
    first = cost(client, f"/api/v1/{resource}/?limit=10")
    assert cost(client, f"/api/v1/{resource}/?limit=10&offset=10") == first
    assert cost(client, f"/api/v1/{resource}/?limit=3") == first
    assert cost(client, f"/api/v1/{resource}/?page=2&page_size=10") == first


def test_the_pinned_costs_keep_the_promise():
    pinned = json.loads(PINNED.read_text())
    for path, limit in LIMITS.items():
        assert max(pinned[path].values()) <= limit, path


def test_no_list_is_forgotten():
    counted = {resolve(path.partition("?")[0]).route for path in filter(is_there, PATHS)}
    assert sorted(route for route in routes_of_lists() if route not in counted and not route.endswith(NO_LISTS)) == []


def routes(patterns=None, before=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        elif route.startswith(SHOWN_TO_CLIENTS) or route.endswith("-autocomplete/"):
            yield route, getattr(pattern.callback, "actions", None) or {"get": "list"}


def routes_of_lists():
    return (route for route, actions in routes() if actions.get("get", "retrieve") != "retrieve")


@pytest.mark.django_db
def test_a_cached_list_costs_authentication_only(originals, settings):
    settings.USE_API_CACHING = True
    client = logged_in("admin")
    whole = cost(client, "/api/v1/courses/?limit=20")
    assert cost(client, "/api/v1/courses/?limit=20") <= 1 < whole
