from uuid import uuid4

import pytest

from course_discovery.apps.course_metadata.selectors.skills import skill_names, skills_of_courses, skills_of_programs
from course_discovery.apps.course_metadata.tests.skill_factories import (
    CourseSkillsFactory,
    ProgramSkillFactory,
    SkillCategoryFactory,
    SkillSubCategoryFactory,
)

pytestmark = pytest.mark.django_db


def test_a_skill_tells_its_category_and_subcategory():
    category = SkillCategoryFactory(name="Science")
    subcategory = SkillSubCategoryFactory(name="Earth Science", category=SkillCategoryFactory(name="Nature"))
    CourseSkillsFactory(
        course_key="X+1",
        skill__name="Hydrology",
        skill__description="Study of water",
        skill__category=category,
        skill__subcategory=subcategory,
    )
    CourseSkillsFactory(course_key="X+1", skill__name="Fishing", skill__description="")
    assert skills_of_courses(["X+1"]) == {
        "X+1": [
            {
                "name": "Hydrology",
                "description": "Study of water",
                "category": {"name": "Science"},
                "subcategory": {"name": "Earth Science", "category": {"name": "Nature"}},
            },
            {"name": "Fishing", "description": "", "category": None, "subcategory": None},
        ]
    }


def test_refused_skills_are_left_out():
    CourseSkillsFactory(course_key="X+1", skill__name="Fishing", is_blacklisted=True)
    CourseSkillsFactory(course_key="X+1", skill__name="Hydrology")
    uuid = uuid4()
    ProgramSkillFactory(program_uuid=uuid, skill__name="Fishing", is_blacklisted=True)
    ProgramSkillFactory(program_uuid=uuid, skill__name="Geology")
    assert skill_names(skills_of_courses(["X+1"])["X+1"]) == ["Hydrology"]
    assert skill_names(skills_of_programs([uuid])[uuid]) == ["Geology"]


def test_everything_asked_for_is_answered_and_nothing_else():
    CourseSkillsFactory(course_key="X+1", skill__name="Hydrology")
    CourseSkillsFactory(course_key="X+2", skill__name="Fishing")
    assert {key: skill_names(skills) for key, skills in skills_of_courses({"X+1", "X+3"}).items()} == {
        "X+1": ["Hydrology"],
        "X+3": [],
    }
    assert skills_of_courses([]) == {}


def test_two_skills_of_one_name_are_two_skills_and_one_name():
    CourseSkillsFactory(course_key="X+1", skill__name="Java", skill__description="The language")
    CourseSkillsFactory(course_key="X+1", skill__name="Java", skill__description="The island")
    skills = skills_of_courses(["X+1"])["X+1"]
    assert [skill["description"] for skill in skills] == ["The language", "The island"]
    assert skill_names(skills) == ["Java"]


@pytest.mark.parametrize("number", [1, 30])
def test_any_number_costs_one_query(number, django_assert_num_queries):
    keys = [f"X+{index}" for index in range(number)]
    uuids = [uuid4() for _ in range(number)]
    for key, uuid in zip(keys, uuids, strict=True):
        CourseSkillsFactory(course_key=key, skill__category=SkillCategoryFactory())
        ProgramSkillFactory(program_uuid=uuid)
    with django_assert_num_queries(1):
        assert all(skills_of_courses(keys).values())
    with django_assert_num_queries(1):
        assert all(skills_of_programs(uuids).values())
