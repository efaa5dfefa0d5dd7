"""From an LMS that has no shop beside it to what clients read: loaded, indexed and asked as in a small installation."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from course_discovery.apps.api.tests.conftest import HOST
from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.course_metadata.models import Course, CourseRunType
from course_discovery.apps.programs.models import ProgramType
from course_discovery.sandbox import DemoCatalogue, running_sandbox

# What the type of a run is called that sells these.
RUN_TYPES = {
    frozenset({"audit"}): "audit",
    frozenset({"audit", "verified"}): "verified-audit",
    frozenset({"honor"}): "honor",
    frozenset({"professional"}): "professional",
    frozenset({"verified"}): "verified",
}
ALL = "?limit=1000"


@pytest.fixture(scope="module")
def demo():
    """12 courses, 29 runs."""
    return DemoCatalogue(courses=12, today=date(2031, 5, 20))


@pytest.fixture
def told(demo):
    """What the LMS says each run sells: seat types with their prices."""
    return {row["id"]: {mode["name"]: Decimal(mode["price"]) for mode in row["modes"]} for row in demo.modes.rows()}


@pytest.fixture
def partner(db, settings, tmp_path, demo):
    """A partner that has just loaded its LMS; there is no other platform."""
    settings.DATA_LOADING_LOCK_DIR = tmp_path / "locks"
    settings.LMS_REQUESTS_PER_MINUTE = 0
    with running_sandbox(demo) as platform:
        settings.BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL = platform.oauth_provider_url
        settings.BACKEND_SERVICE_EDX_OAUTH2_SECRET = "secret"
        partner = PartnerFactory(short_code="lms", site__domain=HOST, **platform.partner_urls(lms_only=True))
        call_command("refresh_course_metadata", partner_code="lms")
        assert not [target for target in platform.request_counts() if target.startswith("ecommerce")]
    return partner


@pytest.fixture
def program(partner):
    """Made in the admin of a title, a type and two courses that sell certificates."""
    browser = Client()
    browser.force_login(UserFactory(is_staff=True, is_superuser=True))
    courses = Course.objects.filter(key__in=("LindenTechX+DS102x", "NordhavenX+EE112x"))
    page = browser.get(reverse("admin:programs_program_add"))
    values = {
        "title": "Machines that learn",
        "type": ProgramType.objects.get(slug="microbachelors").pk,
        "courses": [course.pk for course in courses.order_by("key")],
        "status": page.context["adminform"].form["status"].value(),
    }
    saved = browser.post(reverse("admin:programs_program_add"), values)
    assert saved.status_code == 302, saved.context["adminform"].form.errors
    return values["title"]


@pytest.fixture
def catalogue(partner, program, search_index):
    """All of it, indexed."""
    call_command("update_index", disable_change_limit=True)


def rows(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def test_what_clients_read(catalogue, told, plain):
    types = {str(row.uuid): row.slug for row in CourseRunType.objects.all()}
    runs = {run["key"]: run for run in rows(plain, f"/api/v1/course_runs/{ALL}")}
    seats = {key: {seat["type"]: Decimal(seat["price"]) for seat in run["seats"]} for key, run in runs.items()}
    assert len(told) == 29
    assert seats == told
    assert {types[run["run_type"]] for run in runs.values()} == set(RUN_TYPES.values())
    for key, run in runs.items():
        assert types[run["run_type"]] == RUN_TYPES[frozenset(told[key])], key
        assert {seat["currency"] for seat in run["seats"]} == {"USD"}
        assert (run["status"], run["is_marketable"]) == ("published", True), key
        paid = told[key].get("verified") or told[key].get("professional")
        assert run["first_enrollable_paid_seat_price"] in (None, paid), key

    courses = {course["key"]: course for course in rows(plain, f"/api/v1/courses/{ALL}")}
    assert len(courses) == 12
    for course in courses.values():
        shown = {run["key"] for run in course["course_runs"]}
        assert shown == {key for key in runs if key.startswith(f"course-v1:{course['key']}+")}
        assert course["course_type"] in RUN_TYPES.values()
        assert course["advertised_course_run_uuid"] in {run["uuid"] for run in course["course_runs"]}


def test_what_searches_find(catalogue, told, plain):
    found = plain.get("/api/v1/search/all/?page_size=100").json()
    assert Counter(hit["content_type"] for hit in found["results"]) == {"course": 12, "courserun": 29, "program": 1}
    runs = {hit["key"]: hit for hit in rows(plain, "/api/v1/search/course_runs/?page_size=100")}
    assert {key: set(run["seat_types"]) for key, run in runs.items()} == {key: set(of) for key, of in told.items()}
    titled = rows(plain, "/api/v1/search/courses/?q=LindenTechX")
    assert [hit["key"] for hit in titled] == ["LindenTechX+DS102x"]


def test_what_is_known_of_the_program(catalogue, program, told, plain):
    (listed,) = rows(plain, "/api/v1/programs/")
    shown = plain.get(f"/api/v1/programs/{listed['uuid']}/").json()
    assert (shown["title"], shown["status"], shown["type"]) == (program, "active", "MicroBachelors")
    assert [course["key"] for course in shown["courses"]] == ["LindenTechX+DS102x", "NordhavenX+EE112x"]
    assert {organization["key"] for organization in shown["authoring_organizations"]} == {"LindenTechX", "NordhavenX"}
    assert [run["key"] for course in shown["courses"] for run in course["course_runs"]] != []
    for course in shown["courses"]:
        for run in course["course_runs"]:
            assert {seat["type"]: Decimal(seat["price"]) for seat in run["seats"]} == told[run["key"]]
    # All runs of the one cost 49, all of the other 249.
    assert {told[key].get("verified") for key in told if "DS102x" in key} == {49}
    assert {told[key].get("verified") for key in told if "EE112x" in key} == {249}
    assert shown["price_ranges"] == [{"currency": "USD", "min": 49, "max": 249, "total": 298}]
    (hit,) = rows(plain, "/api/v1/search/programs/?q=machines")
    assert hit["uuid"] == listed["uuid"]
