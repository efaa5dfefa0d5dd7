"""Programs, people and learner pathways in search: lists, what is shown of them, and suggestions."""

import json

import pytest

from course_discovery.apps.api.tests.factories import FullCourseFactory, FullProgramFactory
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Person
from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory, PersonFactory
from course_discovery.apps.learner_pathway.tests.factories import (
    LearnerPathwayCourseFactory,
    LearnerPathwayFactory,
    LearnerPathwayProgramFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory

PROGRAMS, PEOPLE, ALL = (f"/api/v1/search/{name}/" for name in ("programs", "people", "all"))
TYPEAHEAD = "/api/v1/search/typeahead"


@pytest.fixture
def degree(partner):
    course = FullCourseFactory(partner=partner, key="NorthX+GEO", runs=1)
    return FullProgramFactory(
        partner,
        course,
        title="Master of Rivers",
        subtitle="Flow",
        marketing_slug="masters/rivers",
        type=ProgramTypeFactory(name="Grand Masters", seat_types=["verified"]),
        authoring_organizations=[OrganizationFactory(partner=partner, key="NorthX", name="North Valley University")],
        search_card_ranking="#1",
        search_card_cost="$9,999",
        search_card_courses="11 Courses",
        min_hours_effort_per_week=3,
        max_hours_effort_per_week=6,
    )


def titles(answer):
    assert answer.status_code == 200, answer.content
    return {hit.get("title") or hit["full_name"] for hit in answer.json()["results"]}


def test_a_program_is_shown_as_the_index_holds_it(plain, degree, search_index):
    search_index()
    (hit,) = plain.get(PROGRAMS).json()["results"]
    assert list(hit) == [
        "aggregation_key", "content_type", "card_image_url", "language", "marketing_url", "partner", "published",
        "status", "subtitle", "title", "type", "uuid", "authoring_organization_uuids", "authoring_organizations",
        "hidden", "is_program_eligible_for_one_click_purchase", "max_hours_effort_per_week",
        "min_hours_effort_per_week", "staff_uuids", "subject_uuids", "skill_names", "skills", "weeks_to_complete_max",
        "weeks_to_complete_min", "search_card_display", "is_2u_degree_program", "excluded_from_search",
        "excluded_from_seo",
    ]  # fmt: skip
    course = degree.courses.get()
    run = course.course_runs.get(key="course-v1:NorthX+GEO+1")
    expected = {
        "aggregation_key": f"program:{degree.uuid}",
        "content_type": "program",
        "language": ["English"],
        "marketing_url": "https://www.example.org/masters/rivers",
        "partner": "edx",
        "published": True,
        "status": "active",
        "subtitle": "Flow",
        "type": "Grand Masters",
        "staff_uuids": [str(person.uuid) for person in run.staff.all()],
        "subject_uuids": [str(subject.uuid) for subject in course.subjects.all()],
        "max_hours_effort_per_week": 6,
        "min_hours_effort_per_week": 3,
        "weeks_to_complete_max": run.weeks_to_complete,
        "search_card_display": ["#1", "$9,999", "11 Courses"],
        "is_2u_degree_program": True,
    }
    assert {name: hit[name] for name in expected} == expected
    (organization,) = hit["authoring_organizations"]
    assert (organization["key"], organization["name"]) == ("NorthX", "North Valley University")


def test_a_person_is_shown_with_position_and_organizations(plain, degree, search_index):
    search_index()
    run = degree.courses.get().course_runs.get(key="course-v1:NorthX+GEO+1")
    person = run.staff.get()
    shown = {hit["uuid"]: hit for hit in plain.get(PEOPLE, {"page_size": 100}).json()["results"]}
    hit = shown[str(person.uuid)]
    assert list(hit) == [
        "aggregation_key", "content_type", "uuid", "salutation", "full_name", "bio", "bio_language",
        "profile_image_url", "position", "organizations", "partner",
    ]  # fmt: skip
    assert hit["position"] == [person.position.title, person.position.organization_override]
    assert hit["organizations"] == [row.key for row in run.course.authoring_organizations.all()]
    assert len(shown) == Person.objects.filter(partner=degree.partner).count()


def test_a_pathway_is_found_on_demand_and_shown_with_its_steps(plain, degree, search_index):
    pathway = LearnerPathwayFactory(partner=degree.partner, title="Down the river")
    step = LearnerPathwayProgramFactory(step__pathway=pathway, program=degree).step
    LearnerPathwayCourseFactory(step=step, course=degree.courses.get())
    search_index()
    asked = {"content_type": "learnerpathway"}
    assert plain.get(ALL, asked).json()["count"] == 0
    assert plain.get(ALL, {**asked, "include_learner_pathways": "false"}).json()["count"] == 0
    (hit,) = plain.get(ALL, {**asked, "include_learner_pathways": "true"}).json()["results"]
    assert list(hit) == [
        "aggregation_key", "content_type", "uuid", "title", "status", "banner_image", "card_image", "overview",
        "published", "skills", "skill_names", "partner", "steps", "visible_via_association", "created",
    ]  # fmt: skip
    detail = plain.get(f"/api/v1/learner-pathway/{pathway.uuid}/").json()
    assert hit["steps"] == detail["steps"]
    assert [len(hit["steps"][0][name]) for name in ("courses", "programs")] == [1, 1]
    assert hit["skill_names"] == ["Skill of NorthX+GEO"]
    assert (hit["banner_image"], hit["published"]) == ({}, True)
    assert plain.get(ALL, {"include_learner_pathways": "maybe"}).status_code == 400
    # A row that was deleted meanwhile is shown without what only the database knows.
    type(pathway).objects.filter(pk=pathway.pk).delete()
    (hit,) = plain.get(ALL, {**asked, "include_learner_pathways": "true"}).json()["results"]
    assert (hit["title"], hit["steps"]) == ("Down the river", [])


def test_all_types_are_searched_together(plain, degree, search_index):
    PersonFactory(partner=degree.partner, given_name="Rivers", family_name="Cuomo", salutation=None)
    search_index()
    assert titles(plain.get(ALL, {"q": "rivers"})) >= {"Master of Rivers", "Rivers Cuomo"}
    assert titles(plain.get(ALL, {"q": "rivers", "content_type": "person"})) == {"Rivers Cuomo"}
    # A course is found by its programs' titles.
    assert titles(plain.get(ALL, {"q": "master of rivers", "content_type": "course"})) == {degree.courses.get().title}
    shown = plain.get("/api/v2/search/all/", {"content_type": "program"}).json()["results"]
    assert [hit["aggregation_uuid"] for hit in shown] == [f"program:{degree.uuid}"]
    posted = plain.post(ALL, {"content_type": "program", "q": "rivers"}, format="json")
    assert titles(posted) == {"Master of Rivers"}
    limited = plain.get("/api/v1/search/limited/", {"content_type": "program"}).json()["results"]
    assert [list(hit) for hit in limited] == [
        ["partner", "authoring_organization_uuids", "subject_uuids", "uuid", "aggregation_key", "content_type"]
    ]


def test_runs_name_the_types_of_their_programs(plain, degree, search_index):
    course = degree.courses.get()
    ProgramFactory(courses=[course], type=ProgramTypeFactory(name="Draft"), status="unpublished")
    ProgramFactory(courses=[course], type=ProgramTypeFactory(name="Gone"), status="deleted")
    ProgramFactory(courses=[course], type=ProgramTypeFactory(name="YSeries"), status="retired")
    ProgramFactory(courses=[course], type=degree.type)
    excluding = ProgramFactory(courses=[course], type=ProgramTypeFactory(name="Narrow"))
    excluding.excluded_course_runs.add(course.course_runs.get(key="course-v1:NorthX+GEO+1"))
    search_index()
    hits = plain.get("/api/v1/search/course_runs/").json()["results"]
    types = {hit["key"]: set(hit["program_types"]) for hit in hits}
    others = {program.type.name for program in course.programs.all() if program.type.name.startswith("Program Type")}
    assert types["course-v1:NorthX+GEO+1"] - others == {"Grand Masters", "YSeries"}
    # One of the degree's own exclusions.
    assert types["course-v1:NorthX+GEO+excluded"] - others == {"Grand Masters", "YSeries", "Narrow"}


def test_other_partners_rows_are_not_searched(plain, degree, search_index):
    other = PartnerFactory(short_code="acme", site__domain="acme.example.com")
    ProgramFactory(partner=other, title="Rockets")
    PersonFactory(partner=other, given_name="Wile")
    search_index()
    assert titles(plain.get(PROGRAMS)) == {"Master of Rivers"}
    assert plain.get(PEOPLE, {"q": "wile"}).json()["count"] == 0
    assert titles(plain.get(ALL, {"partner": "ACME"})) >= {"Rockets"}


class TestTypeahead:
    def asked(self, client, words):
        return client.get(TYPEAHEAD, {"q": words}).json()["programs"]

    def test_a_program_is_suggested_by_beginnings_of_its_words(self, plain, degree, search_index):
        search_index()
        expected = {
            "orgs": ["NorthX"],
            "title": "Master of Rivers",
            "marketing_url": "https://www.example.org/masters/rivers",
            "uuid": str(degree.uuid),
            "type": "Grand Masters",
            "is_2u_degree_program": True,
        }
        for words in ("riv", "northx", "Master of Rivers"):
            (found,) = self.asked(plain, words)
            assert json.dumps(found) == json.dumps(expected), words
        assert self.asked(plain, "ivers") == []

    def test_three_at_most_none_hidden_or_inactive_or_anothers(self, plain, partner, search_index):
        for number in range(4):
            ProgramFactory(partner=partner, title=f"Rivers {number}")
        for values in ({"hidden": True}, {"status": "retired"}, {"partner": PartnerFactory()}):
            ProgramFactory(**{"partner": partner, "title": "Rivers", **values})
        search_index()
        found = self.asked(plain, "rivers")
        assert len(found) == 3
        assert {program["title"] for program in found} <= {f"Rivers {number}" for number in range(4)}
