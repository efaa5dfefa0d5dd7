"""Skills of courses and programs, as the taxonomy tells them by course key and program UUID; refused ones left out."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Model, QuerySet
from taxonomy.models import CourseSkills, ProgramSkill


class SkillCategory(TypedDict):
    name: str


class SkillSubcategory(TypedDict):
    name: str
    category: SkillCategory


class Skill(TypedDict):
    """A skill as the API and the search documents show it."""

    name: str
    description: str
    category: SkillCategory | None
    subcategory: SkillSubcategory | None


def skills_of_courses(course_keys: Collection[str]) -> dict[str, list[Skill]]:
    """Return the skills of each course, in the order in which they were found; [] where there are none. One query."""
    return _skills(CourseSkills, "course_key", course_keys)


def skills_of_programs(uuids: Collection[UUID]) -> dict[UUID, list[Skill]]:
    """Return the skills of each program likewise; those of its courses are not among them. One query."""
    return _skills(ProgramSkill, "program_uuid", uuids)


def skill_names(skills: Iterable[Skill]) -> list[str]:
    """Return the names of the skills, each once."""
    return list(dict.fromkeys(skill["name"] for skill in skills))


def _skills(links: type[Model], owner: str, owners: Collection[Any]) -> dict[Any, list[Skill]]:
    rows: QuerySet[Any] = links._default_manager.filter(**{f"{owner}__in": owners}, is_blacklisted=False)
    found: dict[Any, list[Skill]] = defaultdict(list)
    for row in rows.order_by("created", "pk").values_list(
        owner,
        "skill__name",
        "skill__description",
        "skill__category__name",
        "skill__subcategory__name",
        "skill__subcategory__category__name",
    ):
        found[row[0]].append(_skill(*row[1:]))
    return {one: found.get(one, []) for one in owners}


def _skill(
    name: str, description: str, category: str | None, subcategory: str | None, subcategory_of: str | None
) -> Skill:
    return {
        "name": name,
        "description": description,
        "category": None if category is None else {"name": category},
        "subcategory": (
            None if subcategory is None else {"name": subcategory, "category": {"name": subcategory_of or ""}}
        ),
    }
