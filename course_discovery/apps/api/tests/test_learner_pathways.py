from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    RestrictedCourseRunFactory,
)
from course_discovery.apps.learner_pathway.choices import PathwayStatus
from course_discovery.apps.learner_pathway.tests.factories import (
    LearnerPathwayBlockFactory,
    LearnerPathwayCourseFactory,
    LearnerPathwayFactory,
    LearnerPathwayProgramFactory,
    LearnerPathwayStepFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory

KINDS = ["learner-pathway", "learner-pathway-step", "learner-pathway-course", "learner-pathway-program"]


@pytest.fixture
def a_course(partner):
    course = CourseFactory(
        partner=partner,
        key="AlpX+HYD1",
        title="Snowpack",
        short_description="Deep",
        card_image_url="http://images.example.org/snow.jpg",
    )
    CourseRunFactory(course=course, key="course-v1:AlpX+HYD1+2031", status=CourseRunStatus.Published)
    CourseRunFactory(course=course, key="course-v1:AlpX+HYD1+2032", status=CourseRunStatus.Unpublished)
    return course


@pytest.fixture
def restricted_run(a_course):
    run = CourseRunFactory(course=a_course, key="course-v1:AlpX+HYD1+B2B", status=CourseRunStatus.Published)
    RestrictedCourseRunFactory(course_run=run, restriction_type="custom-b2c")
    return run


@pytest.fixture
def program(partner, a_course):
    return ProgramFactory(
        partner=partner,
        title="Water",
        subtitle="All of it",
        card_image_url="http://images.example.org/water.jpg",
        courses=[a_course],
    )


@pytest.fixture
def pathway(partner, a_course, program):
    pathway = LearnerPathwayFactory(partner=partner, title="From snow to sea", overview="A way")
    step = LearnerPathwayStepFactory(pathway=pathway, min_requirement=2)
    LearnerPathwayCourseFactory(step=step, course=a_course)
    LearnerPathwayProgramFactory(step=step, program=program)
    LearnerPathwayBlockFactory(step=step, course=a_course)
    return pathway


RUNS = [{"key": "course-v1:AlpX+HYD1+2031"}]
COURSE_NODE = {
    "key": "AlpX+HYD1",
    "course_runs": RUNS,
    "title": "Snowpack",
    "short_description": "Deep",
    "card_image_url": "http://images.example.org/snow.jpg",
    "content_type": "course",
}


def program_node(program):
    return {
        "uuid": str(program.uuid),
        "title": "Water",
        "short_description": "All of it",
        "card_image_url": "http://images.example.org/water.jpg",
        "content_type": "program",
        "courses": [{"key": "AlpX+HYD1", "course_runs": RUNS}],
    }


def test_a_pathway_shows_its_steps_with_courses_and_programs(plain, pathway, program):
    (step,) = pathway.steps.all()
    expected = {
        "id": pathway.pk,
        "uuid": str(pathway.uuid),
        "title": "From snow to sea",
        "status": "active",
        "banner_image": None,
        "card_image": None,
        "overview": "A way",
        "steps": [
            {
                "uuid": str(step.uuid),
                "min_requirement": 2,
                "courses": [COURSE_NODE],
                "programs": [program_node(program)],
            }
        ],
    }
    listed = plain.get("/api/v1/learner-pathway/").json()
    assert listed == {"count": 1, "next": None, "previous": None, "results": [expected]}
    assert plain.get(f"/api/v1/learner-pathway/{pathway.uuid}/").json() == expected
    assert plain.get(f"/api/v1/learner-pathway/{pathway.uuid}/snapshot/").json() == expected
    assert plain.get(f"/api/v1/learner-pathway/{pathway.uuid}").json() == expected


def test_images_have_whole_addresses(plain, pathway, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    # The bytes of an image are not needed to name it.
    pathway.card_image.name = pathway.card_image.storage.save("cards/way.png", ContentFile(b"png"))
    type(pathway).objects.filter(pk=pathway.pk).update(card_image=pathway.card_image.name)
    shown = plain.get(f"/api/v1/learner-pathway/{pathway.uuid}/").json()
    assert shown["card_image"] == "http://testserver/media/cards/way.png"


def test_inactive_pathways_are_not_there(plain, pathway):
    LearnerPathwayFactory(status=PathwayStatus.INACTIVE)
    hidden = LearnerPathwayFactory(status=PathwayStatus.INACTIVE)
    found = plain.get("/api/v1/learner-pathway/").json()["results"]
    assert [one["uuid"] for one in found] == [str(pathway.uuid)]
    for path in ("", "snapshot/"):
        answer = plain.get(f"/api/v1/learner-pathway/{hidden.uuid}/{path}")
        assert answer.status_code == 404
        assert answer.json() == {"detail": "No LearnerPathway matches the given query."}


def test_pathways_are_chosen_by_uuid(plain, pathway):
    other = LearnerPathwayFactory()
    LearnerPathwayFactory()

    def found(uuids):
        results = plain.get(f"/api/v1/learner-pathway/?uuid={uuids}").json()["results"]
        return [one["uuid"] for one in results]

    assert found(other.uuid) == [str(other.uuid)]
    assert found(f"{other.uuid},{pathway.uuid.hex}") == [str(pathway.uuid), str(other.uuid)]
    assert found(uuid4()) == []
    assert len(found("")) == 3
    refused = plain.get("/api/v1/learner-pathway/?uuid=bad")
    assert (refused.status_code, refused.json()) == (400, {"uuid": ["“bad” is not a valid UUID."]})


def test_parts_are_found_by_their_own_uuids(plain, pathway, program):
    (step,) = pathway.steps.all()
    node, program_place, block = step.courses.get(), step.programs.get(), step.blocks.get()
    of_step = {
        "uuid": str(step.uuid),
        "min_requirement": 2,
        "courses": [COURSE_NODE],
        "programs": [program_node(program)],
    }
    of_block = {"uuid": str(block.uuid), "step": step.pk, "course": block.course_id, "block_id": block.block_id}
    for kind, uuid, expected in (
        ("step", step.uuid, of_step),
        ("course", node.uuid, COURSE_NODE),
        ("program", program_place.uuid, program_node(program)),
        ("block", block.uuid, of_block),
    ):
        assert plain.get(f"/api/v1/learner-pathway-{kind}/{uuid}/").json() == expected
        assert plain.get(f"/api/v1/learner-pathway-{kind}/").json()["results"] == [expected]
        for unknown in (uuid4(), "0-0"):
            assert plain.get(f"/api/v1/learner-pathway-{kind}/{unknown}/").status_code == 404
    assert plain.get(f"/api/v1/learner-pathway-course/{node.course.uuid}/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_restricted_runs_show_on_demand_only(plain, pathway, restricted_run, kind):
    shown = plain.get(f"/api/v1/{kind}/").content.decode()
    assert "course-v1:AlpX+HYD1+2031" in shown
    assert restricted_run.key not in shown
    assert (
        restricted_run.key
        not in plain.get(f"/api/v1/{kind}/?include_restricted=custom-b2b-enterprise").content.decode()
    )
    assert restricted_run.key in plain.get(f"/api/v1/{kind}/?include_restricted=custom-b2c").content.decode()


def test_the_pathways_of_courses_and_programs(plain, pathway, program, a_course):
    inactive = LearnerPathwayFactory(status=PathwayStatus.INACTIVE)
    place = LearnerPathwayCourseFactory(step__pathway=inactive)
    both = sorted([str(pathway.uuid), str(inactive.uuid)])

    def found(query):
        answer = plain.get(f"/api/v1/learner-pathway/uuids/?{query}")
        assert answer.status_code == 200
        return answer.json()

    assert found("course_keys=AlpX%2BHYD1") == [str(pathway.uuid)]
    assert found("course_keys=course-v1:AlpX%2BHYD1%2B2031") == [str(pathway.uuid)]
    assert found(f"program_uuids={program.uuid}") == [str(pathway.uuid)]
    assert found(f"course_keys={place.course.key.replace('+', '%2B')}&program_uuids={program.uuid}") == both
    assert found("course_keys=AlpX%2BHYD1,Other%2BKey") == []
    assert found("") == []
    refused = plain.get("/api/v1/learner-pathway/uuids/?program_uuids=bad")
    assert (refused.status_code, list(refused.json())) == (400, ["program_uuids"])


@pytest.mark.parametrize("rows", [2, 8])
@pytest.mark.parametrize(("kind", "queries"), [("", 8), ("-step", 7), ("-course", 3), ("-program", 4), ("-block", 2)])
def test_lists_cost_the_same_however_long(plain, django_assert_num_queries, kind, queries, rows):
    for _ in range(rows):
        step = LearnerPathwayStepFactory()
        course = CourseFactory()
        CourseRunFactory(course=course)
        LearnerPathwayCourseFactory(step=step, course=course)
        LearnerPathwayProgramFactory(step=step, program=ProgramFactory(courses=[course]))
        LearnerPathwayBlockFactory(step=step, course=course)
    with django_assert_num_queries(queries):
        answer = plain.get(f"/api/v1/learner-pathway{kind}/")
    assert answer.json()["count"] == rows
