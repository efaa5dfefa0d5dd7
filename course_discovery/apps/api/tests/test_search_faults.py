"""Faults that the search API once had, each mended, and what else clients rely on; the rest has files of its own."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from freezegun import freeze_time

from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    LevelTypeFactory,
    OrganizationFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.search import connection
from course_discovery.apps.search.connection import client as engine
from course_discovery.apps.search.documents import DOCUMENTS
from course_discovery.apps.search.errors import InvalidQuery
from course_discovery.apps.search.tests.engine import alias_for

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ALL, COURSES, RUNS, LIMITED = (f"/api/v1/search/{name}/" for name in ("all", "courses", "course_runs", "limited"))
CURSORS, DISTINCT = "/api/v2/search/all/", "/extensions/api/v1/search/all/facets"
LISTS = [ALL, COURSES, RUNS, LIMITED, CURSORS]
FACETS = [f"{path}facets/" for path in LISTS] + [DISTINCT]
DETAILS = [f"{path}details/" for path in (ALL, COURSES, RUNS, CURSORS)]


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


@pytest.fixture
def reef(partner, search_index):
    course = CourseFactory(
        partner=partner,
        key="TideU+MB210",
        title="Reef Ecology",
        level_type=LevelTypeFactory(name="Introductory"),
        subjects=[SubjectFactory(name="Biology & Life")],
        authoring_organizations=[OrganizationFactory(key="TideU", name="Tide University")],
    )
    run = CourseRunFactory(course=course, key="course-v1:TideU+MB210+1", start=NOW - DAY, end=NOW + 90 * DAY)
    SeatFactory(course_run=run, price=49)
    CourseFactory(partner=partner, key="TideU+MB211", title="Sea Law")
    search_index()
    return course


def found(answer):
    assert answer.status_code == 200, answer.content
    body = answer.json()
    return [hit["key"] for hit in body.get("objects", body)["results"]]


@pytest.fixture
def sent(monkeypatch):
    """The bodies of the searches that were sent to the engine."""
    bodies = []
    search = connection.search

    def recorded(aliases, body, **kwargs):
        bodies.append(body)
        return search(aliases, body, **kwargs)

    monkeypatch.setattr(connection, "search", recorded)
    return bodies


class TestEveryEndpoint:
    """One catalogue is read by all of them: making it takes longer than asking."""

    paths = (*LISTS, *FACETS, *DETAILS)

    def test_no_hit_is_an_empty_page(self, plain, reef):
        assert {path: found(plain.get(path, {"q": "zzzqqq"})) for path in self.paths} == dict.fromkeys(self.paths, [])

    def test_any_ordering_is_an_answer(self, plain, reef):
        for ordering in ("start", "-aggregation_key", "aggregation_uuid", "title", "start,aggregation_key", ""):
            statuses = {path: plain.get(path, {"ordering": ordering}).status_code for path in self.paths}
            assert statuses == dict.fromkeys(self.paths, 200), ordering

    def test_what_the_engine_refuses_is_the_callers_to_mend(self, plain, reef):
        refusal = InvalidQuery("q", "Failed to parse query [(x]")
        with mock.patch("course_discovery.apps.search.connection.search", side_effect=refusal):
            answers = {path: plain.get(path) for path in self.paths}
        for path, answer in answers.items():
            assert (answer.status_code, answer.json()) == (
                400,
                {
                    "detail": "Failed to make Elasticsearch request. Got exception: "
                    "RequestError(400, 'search_phase_execution_exception', 'Failed to parse query [(x]')",
                    "q": ["Failed to parse query [(x]"],
                },
            ), path

    def test_one_search_is_all_it_takes_and_it_counts_every_hit(self, plain, reef, sent):
        for path in self.paths:
            sent.clear()
            plain.get(path)
            assert [body["track_total_hits"] for body in sent] == [True], path


def test_status_is_a_keyword_in_every_index():
    for name, document in DOCUMENTS.items():
        status = document._doc_type.mapping.to_dict()["properties"].get("status")
        # People have none.
        assert status == (None if name == "person" else {"type": "keyword"})


@pytest.mark.parametrize("parameters", [{"skills": "Diving"}, {"skills__term": "Diving"}, {"skill_names": "Diving"}])
def test_skills_are_asked_for_by_name(plain, reef, parameters):
    (hit,) = engine().search(index=alias_for("course"), query={"term": {"key.raw": reef.key}})["hits"]["hits"]
    document = {**hit["_source"], "skill_names": ["Diving"], "skills": [{"name": "Diving", "description": ""}]}
    engine().index(index=alias_for("course"), id=hit["_id"], document=document, refresh=True)
    assert found(plain.get(ALL, parameters)) == ["TideU+MB210"]


def test_booleans_are_taken_as_they_are_written(plain, reef):
    for value in ("true", "True", "1"):
        assert found(plain.get(ALL, {"published": value})) == ["course-v1:TideU+MB210+1"], value
        assert found(plain.post(ALL, {"published": value})) == ["course-v1:TideU+MB210+1"], value


def test_a_facet_is_selected_by_the_value_it_shows(plain, reef):
    for name in ("organizations", "subjects", "level_type", "language", "type", "active"):
        path = f"{RUNS if name != 'type' else ALL}facets/"
        facets = plain.get(path).json()["fields"][name]
        assert len(facets) == 1, name
        selected = plain.get(path, {"selected_facets": f"{name}_exact:{facets[0]['text']}"}).json()
        assert selected["objects"]["count"] == facets[0]["count"] == 1, name


def test_a_query_facet_narrows_with_a_page(plain, reef):
    answer = plain.get(f"{RUNS}facets/", {"page": 1, "selected_query_facets": "availability_current"})
    assert found(answer) == ["course-v1:TideU+MB210+1"]
    assert answer.json()["queries"]["availability_current"]["count"] == 1
    assert found(plain.get(f"{RUNS}facets/", {"page": 1, "selected_query_facets": "availability_archived"})) == []


class TestKeys:
    def test_the_whole_key_is_exact(self, plain, reef):
        assert found(plain.get(ALL, {"key.raw": "TideU+MB210"})) == ["TideU+MB210"]
        assert found(plain.get(ALL, {"key.raw": "tideu+mb210"})) == []

    def test_part_of_a_key_is_a_phrase(self, plain, reef):
        assert set(found(plain.get(ALL, {"key": "tideu"}))) == {"TideU+MB210", "TideU+MB211", "course-v1:TideU+MB210+1"}
        assert set(found(plain.get(ALL, {"key": "TideU+MB210"}))) == {"TideU+MB210", "course-v1:TideU+MB210+1"}

    def test_q_with_a_whole_key_finds_its_course_only(self, plain, reef):
        assert found(plain.get(COURSES, {"q": "TideU+MB210"})) == ["TideU+MB210"]
        assert found(plain.get(RUNS, {"q": "course-v1:TideU+MB210+1"})) == ["course-v1:TideU+MB210+1"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("University", "UniversityX"), ("HTML5", "HTML"), ("spanish", "español"), ("running", "jogging")],
)
@pytest.mark.parametrize("path", [f"{ALL}facets/", DISTINCT, ALL])
def test_synonyms_have_the_same_answer(plain, partner, search_index, path, first, second):
    for title in ("Jogging with HTML", "Running with español", "HTML5 at UniversityX"):
        CourseRunFactory(course__partner=partner, title_override=title)
    search_index()
    answers = [plain.get(path, {"q": words}) for words in (first, second)]
    assert found(answers[0]) == found(answers[1]) != []


def test_a_course_is_not_found_by_what_only_its_restricted_runs_offer(plain, partner, search_index):
    course = CourseFactory(partner=partner, key="X+1")
    CourseRunFactory(course=course, start=NOW - 200 * DAY, end=NOW - 100 * DAY)
    closed = CourseRunFactory(course=course, start=NOW - DAY, end=NOW + 90 * DAY)
    RestrictedCourseRunFactory(course_run=closed, restriction_type="custom-b2c")
    search_index()
    assert found(plain.get(ALL, {"content_type": "course", "availability": "Current"})) == []
    assert found(plain.get(ALL, {"content_type": "course", "availability": "Archived"})) == ["X+1"]
    assert found(plain.get(ALL, {"content_type": "course", "q": closed.key})) == []


@pytest.mark.parametrize("text", ["<p>Reefs</p>", "&lt;p&gt;Reefs"])
def test_tag_names_are_no_words(plain, partner, search_index, text):
    CourseFactory(partner=partner, key="X+1", title="Reefs", short_description=f"<strong>{text}</strong>")
    search_index()
    assert found(plain.get(COURSES, {"q": "reefs"})) == ["X+1"]
    for word in ("strong", "none", "li"):
        assert found(plain.get(COURSES, {"q": word})) == []
