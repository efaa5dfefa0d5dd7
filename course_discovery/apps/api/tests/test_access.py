"""Who gets what from which address: the whole table."""

import base64

import pytest
from django.contrib.auth.models import Permission

from course_discovery.apps.api.tests.conftest import HOST, client_of
from course_discovery.apps.core.tests.factories import (
    USER_PASSWORD,
    PartnerFactory,
    StaffUserFactory,
    UserFactory,
)
from course_discovery.apps.course_metadata.tests.factories import (
    LevelTypeFactory,
    PersonFactory,
    SubjectFactory,
    TopicFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory

UNKNOWN = "00000000-0000-4000-8000-000000000000"
CALLERS = ("anonymous", "plain", "stranger", "member", "staff", "superuser")
#                      anonymous plain stranger member staff superuser
OPEN_TO_ACCOUNTS = (401, 200, 200, 200, 200, 200)
EDITING = (401, 403, 200, 200, 200, 403)
GET = {
    "/api/v1/": OPEN_TO_ACCOUNTS,
    "/api/v1/courses/": OPEN_TO_ACCOUNTS,
    "/api/v1/courses/?editable=1": EDITING,
    "/api/v1/courses/NorthX+GEO101/": OPEN_TO_ACCOUNTS,
    "/api/v1/courses/NorthX+GEO101/?editable=1": (401, 403, 404, 200, 200, 403),
    "/api/v1/courses/NorthX+GEO101/visibility/": (401, 403, 404, 200, 200, 403),
    "/api/v1/courses/NorthX+GEO101/visibility": (401, 403, 404, 200, 200, 403),
    "/api/v1/courses/No+Such/visibility/": (401, 403, 404, 404, 404, 403),
    "/api/v1/courses/No+Such/": (401, 404, 404, 404, 404, 404),
    f"/api/v1/courses/{UNKNOWN}/": (401, 404, 404, 404, 404, 404),
    "/api/v1/courses/abc/": (401, 404, 404, 404, 404, 404),
    "/api/v1/course_runs/": OPEN_TO_ACCOUNTS,
    "/api/v1/course_runs/?editable=1": EDITING,
    "/api/v1/course_runs/course-v1:NorthX+GEO101+1/": OPEN_TO_ACCOUNTS,
    "/api/v1/course_runs/course-v1:NorthX+GEO101+1": OPEN_TO_ACCOUNTS,
    "/api/v1/course_runs/course-v1:NorthX+GEO101+1/?editable=1": (401, 403, 404, 200, 200, 403),
    "/api/v1/course_runs/course-v1:NorthX+GEO101+1/visibility/": (401, 403, 404, 200, 200, 403),
    "/api/v1/course_runs/course-v1:No+Such+Run/": (401, 404, 404, 404, 404, 404),
    "/api/v1/programs/": OPEN_TO_ACCOUNTS,
    "/api/v1/programs/{program}/": OPEN_TO_ACCOUNTS,
    "/api/v1/programs/{program}": OPEN_TO_ACCOUNTS,
    "/api/v1/programs/{program}/visibility/": (401, 403, 404, 404, 200, 403),
    f"/api/v1/programs/{UNKNOWN}/": (401, 404, 404, 404, 404, 404),
    "/api/v1/programs/abc/": (401, 404, 404, 404, 404, 404),
    "/api/v1/program_types/": OPEN_TO_ACCOUNTS,
    "/api/v1/program_types/masters/": OPEN_TO_ACCOUNTS,
    "/api/v1/program_types/none/": (401, 404, 404, 404, 404, 404),
    "/api/v1/pathways/": EDITING,
    "/api/v1/pathways/0/": (401, 403, 404, 404, 404, 403),
    "/extensions/api/v1/program-fixture/?programs={program}": (401, 403, 403, 403, 200, 403),
    "/api/v1/organizations/": OPEN_TO_ACCOUNTS,
    "/api/v1/organizations/{organization}/": (401, 404, 404, 404, 200, 404),
    f"/api/v1/organizations/{UNKNOWN}/": (401, 404, 404, 404, 404, 404),
    "/api/v1/organizations/abc/": (401, 404, 404, 404, 404, 404),
    "/api/v1/people/": (200, 200, 200, 200, 200, 200),
    "/api/v1/people/{person}/": (200, 200, 200, 200, 200, 200),
    f"/api/v1/people/{UNKNOWN}/": (404, 404, 404, 404, 404, 404),
    "/api/v1/subjects/": OPEN_TO_ACCOUNTS,
    "/api/v1/subjects/{subject}/": OPEN_TO_ACCOUNTS,
    f"/api/v1/subjects/{UNKNOWN}/": (401, 404, 404, 404, 404, 404),
    "/api/v1/topics/": OPEN_TO_ACCOUNTS,
    "/api/v1/topics/{topic}/": OPEN_TO_ACCOUNTS,
    "/api/v1/topics/0-0/": (401, 404, 404, 404, 404, 404),
    "/api/v1/level_types/": OPEN_TO_ACCOUNTS,
    "/api/v1/level_types/Introductory/": OPEN_TO_ACCOUNTS,
    "/api/v1/level_types/none/": (401, 404, 404, 404, 404, 404),
    "/api/v1/sources/": OPEN_TO_ACCOUNTS,
    "/api/v1/sources/edx/": OPEN_TO_ACCOUNTS,
    "/api/v1/sources/none/": (401, 404, 404, 404, 404, 404),
    "/api/v1/learner-pathway/": OPEN_TO_ACCOUNTS,
    "/api/v1/learner-pathway/uuids/": OPEN_TO_ACCOUNTS,
    f"/api/v1/learner-pathway/{UNKNOWN}/": (401, 404, 404, 404, 404, 404),
    "/api/v1/learner-pathway-step/": OPEN_TO_ACCOUNTS,
    "/api/v1/learner-pathway-course/": OPEN_TO_ACCOUNTS,
    "/api/v1/learner-pathway-program/": OPEN_TO_ACCOUNTS,
    "/api/v1/learner-pathway-block/": OPEN_TO_ACCOUNTS,
    "/api/v1/course_recommendations/NorthX+GEO101/": OPEN_TO_ACCOUNTS,
    "/api/v1/course_review/": OPEN_TO_ACCOUNTS,
    "/api/v1/course_editors/": (200, 200, 200, 200, 200, 200),
    "/api/v1/collaborators/": OPEN_TO_ACCOUNTS,
    "/api/v1/bulk_operation_tasks/": (401, 403, 403, 403, 200, 200),
    "/api/v1/currency": OPEN_TO_ACCOUNTS,
    "/publisher/api/admins/organizations/users/": EDITING,
    "/taggit_autosuggest/list/": OPEN_TO_ACCOUNTS,
    "/api-docs/": OPEN_TO_ACCOUNTS,
    "/api-docs/schema/": OPEN_TO_ACCOUNTS,
}
#       anonymous plain stranger member staff superuser
UNSAFE = {
    # Group members reach the drafts, but writing is not there yet.
    ("post", "/api/v1/courses/"): (401, 403, 405, 405, 405, 403),
    ("patch", "/api/v1/courses/NorthX+GEO101/"): (401, 403, 405, 405, 405, 403),
    ("delete", "/api/v1/courses/NorthX+GEO101/"): (401, 403, 405, 405, 405, 403),
    ("post", "/api/v1/course_runs/"): (401, 403, 405, 405, 405, 403),
    ("put", "/api/v1/course_runs/course-v1:NorthX+GEO101+1/"): (401, 403, 405, 405, 405, 403),
    # Elsewhere the permission on the model decides, which only superusers have here.
    ("post", "/api/v1/organizations/"): (401, 403, 403, 403, 403, 405),
    ("delete", "/api/v1/organizations/{organization}/"): (401, 403, 403, 403, 403, 405),
    ("post", "/api/v1/programs/"): (401, 403, 403, 403, 403, 405),
    ("delete", "/api/v1/programs/{program}/"): (401, 403, 403, 403, 403, 405),
    ("post", "/api/v1/program_types/"): (401, 403, 403, 403, 403, 405),
    ("post", "/api/v1/pathways/"): (401, 403, 405, 405, 405, 403),
    ("post", "/api/v1/people/"): (401, 403, 403, 403, 403, 405),
    ("patch", "/api/v1/people/{person}/"): (401, 403, 403, 403, 403, 405),
    ("post", "/api/v1/subjects/"): (401, 403, 403, 403, 403, 405),
    ("post", "/api/v1/topics/"): (401, 403, 403, 403, 403, 405),
    ("post", "/api/v1/level_types/"): (401, 403, 403, 403, 403, 405),
    ("post", "/api/v1/sources/"): (401, 403, 403, 403, 403, 405),
    ("post", "/api/v1/learner-pathway/"): (401, 403, 403, 403, 403, 405),
    ("post", "/api/v1/collaborators/"): (401, 403, 403, 403, 403, 405),
    ("post", "/api/v1/course_review/"): (401, 403, 403, 403, 403, 405),
    # Without a file there is nothing to take in.
    ("post", "/api/v1/bulk_operation_tasks/"): (401, 403, 403, 403, 400, 400),
    ("post", "/api/v1/replace_usernames/"): (401, 403, 403, 403, 403, 403),
}


@pytest.fixture
def address(partner, organization, course):
    """Fills in the uuids of rows."""
    LevelTypeFactory(name="Introductory")
    uuids = {
        "organization": organization.uuid,
        "program": ProgramFactory(partner=partner).uuid,
        "person": PersonFactory(partner=partner).uuid,
        "subject": SubjectFactory(partner=partner).uuid,
        "topic": TopicFactory(partner=partner).uuid,
    }
    return lambda template: template.format(**uuids)


def test_reading(address, request):
    clients = [request.getfixturevalue(caller) for caller in CALLERS]
    found = {template: tuple(client.get(address(template)).status_code for client in clients) for template in GET}
    assert found == GET


def test_heads_and_options_need_the_same_rights(address, request):
    plain, anonymous = request.getfixturevalue("plain"), request.getfixturevalue("anonymous")
    for template, statuses in GET.items():
        assert plain.head(address(template)).status_code == statuses[1], template
        assert (anonymous.options(address(template)).status_code == 401) == (statuses[0] == 401), template


def test_writing(address, request):
    clients = [request.getfixturevalue(caller) for caller in CALLERS]
    found = {
        (method, template): tuple(getattr(client, method)(address(template), {}).status_code for client in clients)
        for method, template in UNSAFE
    }
    assert found == UNSAFE


@pytest.mark.parametrize(
    "path", ["courses/NorthX+GEO101", "organizations/{organization}", "people/{person}", "subjects/{subject}"]
)
def test_details_answer_without_the_last_slash(staff, address, path):
    """Clients ask across origins, where a redirect would fail."""
    slashless = staff.get(address(f"/api/v1/{path}"))
    assert slashless.status_code == 200
    assert slashless.json() == staff.get(address(f"/api/v1/{path}/")).json()
    assert staff.options(address(f"/api/v1/{path}")).json() == staff.options(address(f"/api/v1/{path}/")).json()


def test_refusals_say_why(anonymous, plain, staff, course):
    refused = anonymous.get("/api/v1/courses/")
    assert refused["WWW-Authenticate"] == 'JWT realm="api"'
    assert refused.json() == {"detail": "Authentication credentials were not provided."}
    assert plain.get("/api/v1/courses/?editable=1").json() == {
        "detail": "You do not have permission to perform this action."
    }
    assert staff.post("/api/v1/courses/", {}).json() == {"detail": 'Method "POST" not allowed.'}
    assert staff.get("/api/v1/courses/No+Such/").json() == {"detail": "No Course matches the given query."}
    assert staff.get("/api/v1/course_runs/No/Such/Run/").json() == {"detail": "No CourseRun matches the given query."}
    assert staff.get(f"/api/v1/organizations/{UNKNOWN}/").json() == {
        "detail": "No Organization matches the given query."
    }


def test_an_unknown_format_does_not_exist(staff):
    assert staff.get("/api/v1/courses/?format=xml").status_code == 404


@pytest.mark.parametrize("path", ["courses/X+Y", "organizations", "nothing/", "courses/ABCDEF00/"])
def test_unknown_addresses_answer_in_json(staff, path):
    answer = staff.get(f"/api/v1/{path}", follow=True)
    assert answer.status_code in (200, 404)
    assert answer["Content-Type"] == "application/json"


def test_a_password_is_enough_and_inactive_accounts_stay_out(partner):
    user = UserFactory(username="basic")

    def status():
        client = client_of()
        client.credentials(HTTP_AUTHORIZATION="Basic " + base64.b64encode(f"basic:{USER_PASSWORD}".encode()).decode())
        return client.get("/api/v1/sources/").status_code

    assert status() == 200
    user.is_active = False
    user.save()
    assert status() == 401


def test_a_session_is_enough(partner):
    client = client_of()
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/sources/").status_code == 200


def test_a_model_permission_opens_the_method_that_is_not_there_yet(partner):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="add_person"))
    assert client_of(user).post("/api/v1/people/", {}).status_code == 405


def test_staff_of_another_partner_see_what_their_host_shows(course, organization):
    PartnerFactory(site__domain="acme.example.org", short_code="acme")
    client = client_of(StaffUserFactory())
    assert client.get("/api/v1/courses/", HTTP_HOST="acme.example.org").json()["count"] == 0
    assert client.get("/api/v1/courses/NorthX+GEO101/", HTTP_HOST="acme.example.org").status_code == 404
    assert client.get("/api/v1/courses/?editable=1", HTTP_HOST="acme.example.org").json()["count"] == 0
    assert client.get("/api/v1/course_runs/", HTTP_HOST="acme.example.org").json()["count"] == 0
    assert client.get("/api/v1/organizations/", HTTP_HOST="acme.example.org").json()["count"] == 0
    assert client.get("/api/v1/people/", HTTP_HOST="acme.example.org").json()["count"] == 0
    assert client.get("/api/v1/courses/", HTTP_HOST=HOST).json()["count"] == 1


@pytest.mark.django_db
def test_without_any_partner_nothing_is_visible():
    client = client_of(StaffUserFactory())
    for resource in ("courses", "course_runs", "organizations", "people"):
        assert client.get(f"/api/v1/{resource}/").json()["count"] == 0
    assert client.get("/api/v1/courses/?q=python").json()["count"] == 0
    assert client.get("/api/v1/course_runs/?q=python").json()["count"] == 0


def test_options_of_reading_resources(plain, address):
    options = plain.options(address("/api/v1/courses/"))
    assert options.json() == {
        "name": "Course List",
        "description": "Course resource.",
        "renders": ["application/json", "text/html"],
        "parses": ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"],
    }
    assert options["Allow"] == "GET, HEAD, OPTIONS"
    assert plain.options(address("/api/v1/organizations/{organization}/")).json()["name"] == "Organization Instance"
