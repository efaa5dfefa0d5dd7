"""Which skills a learner pathway teaches: dictionaries with at least a `name`, as the taxonomy describes them."""

from collections.abc import Iterable, Mapping
from typing import Any

Skill = Mapping[str, Any]


def step_skills(skills_of_nodes: Iterable[Iterable[Skill]]) -> list[Skill]:
    """Return the skills of the nodes in order, each name once."""
    named: dict[Any, Skill] = {}
    for skills in skills_of_nodes:
        for skill in skills:
            named.setdefault(skill["name"], skill)
    return list(named.values())


def pathway_skills(skills_of_steps: Iterable[Iterable[Skill]]) -> list[Skill]:
    """Return the skills of the steps in order without repetition; two with one name may differ otherwise."""
    found: list[Skill] = []
    for skills in skills_of_steps:
        found.extend(skill for skill in skills if skill not in found)
    return found
