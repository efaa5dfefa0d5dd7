"""/api/v1/catalog/query_contains and its like of version 2, which answer alike."""

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    RestrictedCourseRunFactory,
)

PATHS = ["/api/v1/catalog/query_contains", "/api/v2/catalog/query_contains/"]
ELSEWHERE = "11111111-0000-4000-8000-000000000000"
NOBODY = "00000000-0000-4000-8000-000000000000"

pytestmark = pytest.mark.parametrize("path", PATHS)


@pytest.fixture
def course(partner, search_index):
    course = CourseFactory(partner=partner, key="simple_key", title="Rivers")
    CourseRunFactory(course=course, key="simple/key/run")
    CourseRunFactory(course=course, key="course-v1:simple+key+draft", draft=True)
    RestrictedCourseRunFactory(course_run=CourseRunFactory(course=course, key="simple/key/closed"))
    elsewhere = PartnerFactory(site__domain="acme.example.com", short_code="acme")
    other = CourseFactory(partner=elsewhere, key="other_key", title="Rivers", uuid=ELSEWHERE)
    CourseRunFactory(course=other, key="other/key/run")
    search_index()
    return course


@pytest.mark.parametrize(
    ("query", "run", "the_course"),
    [
        # A slash inside a word is a letter, so this is no run's id; it used to begin a regular expression.
        ("id:simple/key/run", False, False),
        ("key:simple/key/run", True, False),
        ("key:simple_key", False, True),
        ("org:*", True, True),
        ("*", True, True),
        ("*:*", True, True),
        ("title:rivers and org:simple", True, True),
        ("title:rivers AND org:unknown", False, False),
    ],
)
def test_each_identifier_is_answered(plain, course, path, query, run, the_course):
    asked = {"query": query, "course_run_ids": "simple/key/run", "course_uuids": str(course.uuid).upper()}
    assert plain.get(path, asked).json() == {"simple/key/run": run, str(course.uuid): the_course}


@pytest.mark.parametrize("query", ["*", "title:rivers"])
def test_what_is_not_in_the_catalogue_of_the_host_is_not_contained(plain, course, path, query):
    keys = ["simple/key/closed", "SIMPLE/key/run", "course-v1:simple+key+draft", "other/key/run", "no-such"]
    uuids = [ELSEWHERE, NOBODY]
    answer = plain.get(path, {"query": query, "course_run_ids": ",".join(keys), "course_uuids": ",".join(uuids)})
    assert answer.json() == {name: name == "simple/key/closed" for name in [*keys, *uuids]}
    elsewhere = plain.get(path, {"query": query, "course_run_ids": "other/key/run"}, HTTP_HOST="acme.example.com")
    assert elsewhere.json() == {"other/key/run": True}


@pytest.mark.parametrize(
    "given", [{"query": "x"}, {"course_run_ids": "x"}, {"query": "x", "course_run_ids": "", "course_uuids": ""}, {}]
)
def test_query_and_identifiers_are_required(plain, partner, path, given):
    answer = plain.get(path, given)
    assert answer.status_code == 400
    assert answer.json() == "CatalogQueryContains endpoint requires query and identifiers list(s)"


@pytest.mark.parametrize("identifiers", [{"course_run_ids": "x"}, {"course_uuids": NOBODY}])
def test_a_query_that_does_not_parse_is_refused_whatever_is_asked_for(plain, course, path, identifiers):
    answer = plain.get(path, {"query": "title:", **identifiers})
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "detail": "Failed to make Elasticsearch request. Got exception: "
            "RequestError(400, 'search_phase_execution_exception', 'Failed to parse query [(title:)]')",
            "query": ["Failed to parse query [(title:)]"],
        },
    )


def test_a_malformed_uuid_names_its_parameter(plain, course, path):
    answer = plain.get(path, {"query": "*", "course_uuids": "not-a-uuid"})
    assert (answer.status_code, list(answer.json())) == (400, ["course_uuids"])


def test_accounts_only_and_no_other_address(anonymous, plain, path):
    assert anonymous.get(path).status_code == 401
    assert plain.get(f"{path.rstrip('/')}XX").status_code == 404
    assert plain.post(path, {}).status_code == 405
