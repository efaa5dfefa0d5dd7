"""details/ of search endpoints, and search/limited/."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from course_discovery.apps.api.tests.factories import FullCourseFactory, FullProgramFactory
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun, Person
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, RestrictedCourseRunFactory
from course_discovery.apps.learner_pathway.tests.factories import LearnerPathwayProgramFactory

ALL, COURSES, RUNS = (f"/api/v1/search/{name}/details/" for name in ("all", "courses", "course_runs"))
LIMITED = "/api/v1/search/limited/"
ADDRESSES = {
    "course": "/api/v1/courses/{}/",
    "courserun": "/api/v1/course_runs/{}/",
    "learnerpathway": "/api/v1/learner-pathway/{}/",
    "person": "/api/v1/people/{}/",
    "program": "/api/v1/programs/{}/",
}


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(datetime(2026, 6, 15, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def indexed(course, partner, search_index):
    FullCourseFactory(partner=partner, key="SouthX+SEA", title="Sea", runs=1)
    other = PartnerFactory(short_code="acme", site__domain="acme.example.com")
    CourseFactory(partner=other, key="AcmeX+1", title="Elsewhere")
    search_index()


def keys(answer):
    assert answer.status_code == 200, answer.content
    return [hit["key"] for hit in answer.json()["results"] if "key" in hit]


@pytest.mark.parametrize("name", ["plain", "staff", "member"])
def test_hits_are_shown_as_their_resources_show_them(request, partner, indexed, search_index, name):
    course = Course.objects.get(key="SouthX+SEA")
    program = FullProgramFactory(partner, course)
    LearnerPathwayProgramFactory(step__pathway__partner=partner, program=program)
    search_index()
    client = request.getfixturevalue(name)
    found = client.get(ALL, {"include_learner_pathways": "true", "page_size": 100}).json()
    assert found["count"] == len(found["results"]) == Person.objects.filter(partner=partner).count() + 8
    assert {hit["content_type"] for hit in found["results"]} == set(ADDRESSES)
    for hit in found["results"]:
        assert list(hit)[0] == "content_type"
        address = ADDRESSES[hit["content_type"]].format(hit.get("key") or hit["uuid"])
        assert hit == {"content_type": hit["content_type"], **client.get(address).json()}


def test_details_come_in_the_order_of_the_list_in_the_same_envelope(plain, indexed):
    for path in (ALL, COURSES, RUNS):
        answer = plain.get(path, {"page_size": 2, "ordering": "-start"})
        assert list(answer.json()) == ["count", "next", "previous", "facets", "results"]
        assert keys(answer) == keys(plain.get(path.replace("details/", ""), {"page_size": 2, "ordering": "-start"}))


def test_another_partners_hits_may_be_asked_for(plain, indexed):
    assert keys(plain.get(ALL, {"partner": "acme"})) == ["AcmeX+1"]


def test_no_hit_is_an_empty_page(plain, indexed):
    assert keys(plain.get(COURSES, {"q": "zzzqqq"})) == []


def test_a_row_that_was_deleted_meanwhile_is_left_out(plain, course, indexed):
    CourseRun.objects.filter(key="course-v1:NorthX+GEO101+2").delete()
    found = plain.get(ALL, {"key": "NorthX"})
    assert "course-v1:NorthX+GEO101+2" not in keys(found)
    assert (found.json()["count"], len(found.json()["results"])) == (3, 2)


def test_restricted_runs_of_a_course_are_shown_on_request(plain, course, indexed):
    RestrictedCourseRunFactory(course_run=course.course_runs.first(), restriction_type="custom-b2c")

    def runs(**parameters):
        (hit,) = plain.get(COURSES, {"q": "key:=NorthX+GEO101", **parameters}).json()["results"]
        return len(hit["course_runs"])

    assert (runs(), runs(include_restricted="custom-b2c")) == (1, 2)


@pytest.mark.parametrize("path", [ALL, LIMITED])
def test_more_hits_cost_no_more_queries(plain, partner, organization, search_index, path):
    def cost():
        search_index()
        plain.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert plain.get(path).data["results"]
        return len(queries)

    FullCourseFactory(partner=partner, key="X+0", authoring_organizations=[organization])
    few = cost()
    for number in range(1, 4):
        FullCourseFactory(partner=partner, key=f"X+{number}", authoring_organizations=[organization])
    assert cost() == few <= 40


class TestLimited:
    def test_what_identifies_a_hit_in_the_engines_order(self, plain, course, indexed):
        answer = plain.get(LIMITED)
        assert list(answer.json()) == ["count", "next", "previous", "facets", "results"]
        assert keys(answer) == keys(plain.get("/api/v1/search/all/"))
        shown = {hit["key"]: hit for hit in answer.json()["results"]}
        subjects = [str(subject.uuid) for subject in course.subjects.all()]
        organizations = [str(organization.uuid) for organization in course.authoring_organizations.all()]
        assert list(shown["NorthX+GEO101"].items()) == [
            ("partner", "edx"),
            ("subject_uuids", subjects),
            ("uuid", str(course.uuid)),
            ("key", "NorthX+GEO101"),
            ("aggregation_key", "course:NorthX+GEO101"),
            ("content_type", "course"),
        ]
        run = course.course_runs.get(key="course-v1:NorthX+GEO101+1")
        assert list(shown[run.key].items()) == [
            ("partner", "edx"),
            ("authoring_organization_uuids", organizations),
            ("subject_uuids", subjects),
            ("uuid", str(run.uuid)),
            ("key", run.key),
            ("aggregation_key", "courserun:NorthX+GEO101"),
            ("content_type", "courserun"),
        ]

    def test_it_takes_the_filters_of_search_all(self, plain, indexed):
        assert keys(plain.get(LIMITED, {"content_type": "course", "key": "SouthX"})) == ["SouthX+SEA"]
        assert keys(plain.get(LIMITED, {"partner": "ACME"})) == ["AcmeX+1"]
        bad = plain.get(LIMITED, {"start__gt": "foo"})
        assert (bad.status_code, list(bad.json())) == (400, ["start__gt"])

    def test_restricted_runs_do_not_leak(self, plain, course, indexed, search_index):
        RestrictedCourseRunFactory(course_run=course.course_runs.get(key="course-v1:NorthX+GEO101+1"))
        search_index()
        assert "course-v1:NorthX+GEO101+1" not in keys(plain.get(LIMITED))
        assert "course-v1:NorthX+GEO101+1" in keys(plain.get(LIMITED, {"include_restricted": "custom-b2b-enterprise"}))

    def test_facets_show_the_same(self, plain, indexed):
        (first, *_) = plain.get(f"{LIMITED}facets/").json()["objects"]["results"]
        assert list(first)[0] == "partner"

    def test_there_are_no_details(self, plain, indexed):
        assert plain.get(f"{LIMITED}details/").status_code == 404

    def test_accounts_only(self, anonymous, indexed):
        for path in (LIMITED, f"{LIMITED}facets/", ALL, COURSES, RUNS):
            assert anonymous.get(path).status_code == 401
