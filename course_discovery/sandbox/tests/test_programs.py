"""Programs and pathways of the demo: some of every type, and no reference to what is not there."""

import pytest

from course_discovery.sandbox import DemoCatalogue
from course_discovery.sandbox.programs import PROGRAM_TYPES

from .conftest import TODAY


@pytest.mark.parametrize("courses", [40, 300])
def test_every_type_has_a_program_and_every_reference_a_target(courses: int) -> None:
    demo = DemoCatalogue(courses, today=TODAY)
    content = demo.enrichment()
    programs = content["programs"]
    assert {row["type"] for row in programs} == {slug for slug, _name, _seat_types in PROGRAM_TYPES}
    assert {row["status"] for row in programs} == {"active", "retired", "unpublished"}
    assert all(len(row["courses"]) >= 2 and set(row["courses"]) <= set(demo.course_keys) for row in programs)
    assert [bool(row["curricula"]) for row in programs] == [bool(row["degree"]) for row in programs]
    uuids = {row["uuid"] for row in programs}
    assert len(uuids) == len(programs)
    assert all(set(row["programs"]) <= uuids for row in content["pathways"])
    steps = [step for row in content["learner_pathways"] for step in row["steps"]]
    assert len(steps) == 4
    assert all(set(step["courses"]) <= set(demo.course_keys) and set(step["programs"]) <= uuids for step in steps)


def test_a_catalogue_of_one_course_has_no_programs() -> None:
    content = DemoCatalogue(1, today=TODAY).enrichment()
    assert (content["programs"], content["learner_pathways"]) == ([], [])


def test_programs_are_the_same_each_time() -> None:
    assert DemoCatalogue(today=TODAY).enrichment()["programs"] == DemoCatalogue(today=TODAY).enrichment()["programs"]
