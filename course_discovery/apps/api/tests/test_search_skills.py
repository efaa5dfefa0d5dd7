"""What is searched and shown of skills, from their being found in a course's texts to a hit."""

import pytest

from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory
from course_discovery.apps.course_metadata.tests.skill_factories import (
    CourseSkillsFactory,
    SkillCategoryFactory,
    SkillSubCategoryFactory,
)
from course_discovery.apps.search.connection import client as engine
from course_discovery.apps.search.tests.engine import alias_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]

ALL = "/api/v1/search/all/"
DIVING = {
    "name": "Diving",
    "description": "Under water",
    "category": {"name": "Sports"},
    "subcategory": {"name": "Water sports", "category": {"name": "Sports"}},
}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def course(partner, committed):
    """A course with a run, and another that nobody asks for."""
    with committed():
        course = CourseFactory(partner=partner, key="TideU+MB210")
        CourseRunFactory(course=course, key="course-v1:TideU+MB210+1")
        CourseSkillsFactory(course_key=CourseFactory(partner=partner).key, skill__name="Climbing")
    return course


@pytest.fixture
def diving(course, committed):
    category = SkillCategoryFactory(name="Sports")
    with committed():
        return CourseSkillsFactory(
            course_key=course.key,
            skill__name="Diving",
            skill__description="Under water",
            skill__category=category,
            skill__subcategory=SkillSubCategoryFactory(name="Water sports", category=category),
        )


def found(client, **parameters):
    answer = client.get(ALL, parameters)
    assert answer.status_code == 200, answer.content
    return {hit["key"]: (hit["skill_names"], hit["skills"]) for hit in answer.json()["results"]}


@pytest.mark.parametrize("name", ["skill_names", "skills"])
def test_a_course_and_its_runs_are_found_by_a_skill(plain, diving, name):
    both = {"TideU+MB210": (["Diving"], [DIVING]), "course-v1:TideU+MB210+1": (["Diving"], [DIVING])}
    assert found(plain, **{name: "Diving"}) == both
    assert found(plain, **{name: "diving"}) == {}


def test_every_document_holds_the_skills(course, diving):
    for alias in (alias_for("course"), alias_for("course_run")):
        (hit,) = engine().search(index=alias, query={"term": {"skill_names": "Diving"}})["hits"]["hits"]
        assert hit["_source"]["skills"] == [DIVING]


def test_what_is_refused_is_found_no_more(plain, diving, committed):
    with committed():
        diving.is_blacklisted = True
        diving.save()
    assert found(plain, skill_names="Diving") == {}
    assert found(plain, key="TideU+MB210")["TideU+MB210"] == ([], [])


def test_a_skill_is_found_by_its_new_name(plain, diving, committed):
    with committed():
        diving.skill.name = "Scuba diving"
        diving.skill.save()
    assert found(plain, skill_names="Scuba diving").keys() == {"TideU+MB210", "course-v1:TideU+MB210+1"}
