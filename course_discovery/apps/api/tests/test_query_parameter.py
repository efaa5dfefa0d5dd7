"""`q` of courses and course runs, and `course_runs/contains/`."""

from unittest import mock

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.choices import RestrictionType
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseTypeFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
)
from course_discovery.apps.search.errors import PartialAnswer, SearchUnavailable

COURSES, RUNS = "/api/v1/courses/", "/api/v1/course_runs/"


def keys(answer):
    assert answer.status_code == 200, answer.content
    return [one["key"].rpartition("+")[2] for one in answer.json()["results"]]


def add(partner, number, title, **values):
    course = CourseFactory(partner=partner, key=f"X+{number}", title=title, **values)
    run = CourseRunFactory(course=course, key=f"course-v1:X+{number}+{number}")
    SeatFactory(course_run=run)
    return course


@pytest.fixture
def catalogue(partner, search_index):
    add(partner, "c", "Rivers")
    add(partner, "a", "Rivers and rivers of rivers", short_description="<p>Rivers</p>")
    add(partner, "b", "Hills", type=CourseTypeFactory(slug="audit"))
    hidden = add(partner, "d", "Hidden rivers").course_runs.get()
    hidden.hidden = True
    hidden.save()
    restricted = add(partner, "e", "Rivers for companies").course_runs.get()
    RestrictedCourseRunFactory(course_run=restricted)
    elsewhere = PartnerFactory(site__domain="acme.example.com", short_code="acme")
    course = CourseFactory(partner=elsewhere, key="Y+z", title="Rivers elsewhere")
    SeatFactory(course_run=CourseRunFactory(course=course, key="course-v1:Y+z+z"))
    search_index()


class TestCourses:
    def test_matching_courses_in_their_own_order(self, plain, catalogue):
        assert keys(plain.get(COURSES, {"q": "title:rivers"})) == ["a", "c", "d", "e"]
        assert keys(plain.get(COURSES, {"q": "title:rivers", "ordering": "-title"})) == ["e", "a", "c", "d"]

    def test_the_star_is_every_course(self, plain, catalogue):
        with mock.patch("course_discovery.apps.api.v1.search_hits.course_ids_matching") as engine:
            assert keys(plain.get(COURSES, {"q": "*"})) == ["a", "b", "c", "d", "e"]
        engine.assert_not_called()

    def test_other_filters_still_count(self, plain, catalogue):
        assert keys(plain.get(COURSES, {"q": "title:(rivers OR hills)", "course_type": "audit"})) == ["b"]
        assert keys(plain.get(COURSES, {"q": "title:rivers", "keys": "X+a,X+b"})) == ["a"]

    def test_the_choice_of_runs_still_counts(self, plain, catalogue):
        shown = plain.get(COURSES, {"q": "title:hidden"}).json()["results"][0]
        assert shown["course_run_keys"] == []
        shown = plain.get(COURSES, {"q": "title:hidden", "include_hidden_course_runs": 1}).json()["results"][0]
        assert len(shown["course_run_keys"]) == 1

    def test_pages(self, plain, catalogue):
        answer = plain.get(COURSES, {"q": "title:rivers", "limit": 1, "offset": 1})
        assert (answer.json()["count"], keys(answer)) == (4, ["c"])
        assert plain.get(COURSES, {"q": "title:rivers", "page": 9}).json() == {"detail": "Invalid page."}

    def test_within_the_partner_of_the_host(self, plain, catalogue):
        assert keys(plain.get(COURSES, {"q": "title:rivers"}, HTTP_HOST="acme.example.com")) == ["z"]

    def test_nothing_found(self, plain, catalogue):
        assert plain.get(COURSES, {"q": "title:nothing"}).json() == {
            "count": 0,
            "next": None,
            "previous": None,
            "results": [],
        }


class TestRuns:
    def test_the_best_first(self, plain, catalogue):
        found = keys(plain.get(RUNS, {"q": "title:rivers"}))
        assert set(found) == {"a", "c", "d"}

    def test_the_order_of_the_engine_is_kept(self, plain, catalogue):
        from course_discovery.apps.course_metadata.models import CourseRun

        pks = dict(CourseRun.objects.values_list("key", "pk"))
        ranked = [pks[f"course-v1:X+{name}+{name}"] for name in ("c", "a", "b")]
        with mock.patch(
            "course_discovery.apps.api.v1.search_hits.course_run_ids_matching", return_value=[*ranked, 999999]
        ):
            assert keys(plain.get(RUNS, {"q": "rivers"})) == ["c", "a", "b"]
            assert keys(plain.get(RUNS, {"q": "rivers", "limit": 1, "offset": 1})) == ["a"]
            assert keys(plain.get(RUNS, {"q": "rivers", "ordering": "start"})) == ["c", "a", "b"]

    def test_other_filters_still_count(self, plain, catalogue):
        assert keys(plain.get(RUNS, {"q": "title:rivers", "hidden": 1})) == ["d"]
        assert keys(plain.get(RUNS, {"q": "title:rivers", "keys": "course-v1:X+a+a"})) == ["a"]
        assert set(keys(plain.get(RUNS, {"q": "title:rivers", "hidden": 0}))) == {"a", "c"}

    def test_restricted_runs_on_request(self, plain, catalogue):
        found = keys(plain.get(RUNS, {"q": "title:rivers", "include_restricted": RestrictionType.CustomB2BEnterprise}))
        assert set(found) == {"a", "c", "d", "e"}

    def test_within_the_partner_of_the_host(self, plain, catalogue):
        assert keys(plain.get(RUNS, {"q": "title:rivers"}, HTTP_HOST="acme.example.com")) == ["z"]

    def test_more_hits_cost_no_more_queries(self, plain, partner, catalogue, search_index, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        # Switches are looked up once and kept.
        plain.get(RUNS, {"q": "title:rivers"})
        with CaptureQueriesContext(connection) as few:
            plain.get(RUNS, {"q": "title:rivers"})
        few = len(few.captured_queries)
        for number in range(10):
            add(partner, f"n{number}", f"More rivers {number}")
        search_index()
        with django_assert_num_queries(few):
            assert len(keys(plain.get(RUNS, {"q": "title:rivers"}))) == 13


@pytest.mark.parametrize("path", [COURSES, RUNS])
class TestTrouble:
    @pytest.mark.parametrize("query", ["(", '"unbalanced', "key:course-v1:X+a+a", "AND"])
    def test_a_query_that_does_not_parse_is_refused_with_the_reason(self, plain, catalogue, path, query):
        answer = plain.get(path, {"q": query})
        assert answer.status_code == 400
        assert answer.json()["q"][0]

    @pytest.mark.parametrize("error, status", [(SearchUnavailable, 503), (PartialAnswer, 502)])
    def test_an_engine_that_fails(self, plain, catalogue, path, error, status):
        with mock.patch("course_discovery.apps.search.connection.search", side_effect=error("no")):
            answer = plain.get(path, {"q": "rivers"})
        assert (answer.status_code, list(answer.json())) == (status, ["detail"])


class TestContains:
    PATH = "/api/v1/course_runs/contains/"

    def test_each_key_is_answered(self, plain, catalogue):
        asked = "course-v1:X+b+b,course-v1:X+a+a,course-v1:Y+z+z,no-such,course-v1:X+e+e"
        assert plain.get(self.PATH, {"query": "title:rivers", "course_run_ids": asked}).json() == {
            "course_runs": {
                "course-v1:X+b+b": False,
                "course-v1:X+a+a": True,
                "course-v1:Y+z+z": False,
                "no-such": False,
                # Restricted runs count.
                "course-v1:X+e+e": True,
            }
        }

    @pytest.mark.parametrize(
        "given, missing",
        [({"query": "x"}, ["course_run_ids"]), ({"course_run_ids": "x"}, ["query"]), ({}, ["course_run_ids", "query"])],
    )
    def test_both_parameters_are_required(self, plain, partner, given, missing):
        answer = plain.get(self.PATH, given)
        assert (answer.status_code, sorted(answer.json())) == (400, missing)

    def test_a_query_that_does_not_parse(self, plain, catalogue):
        answer = plain.get(self.PATH, {"query": "(", "course_run_ids": "x"})
        assert (answer.status_code, list(answer.json())) == (400, ["detail", "query"])
        assert answer.json()["detail"] == (
            "Failed to make Elasticsearch request. Got exception: "
            "RequestError(400, 'search_phase_execution_exception', 'Failed to parse query [(()]')"
        )

    def test_accounts_only(self, anonymous, plain):
        assert anonymous.get(self.PATH).status_code == 401
        assert plain.options(self.PATH).status_code == 200
