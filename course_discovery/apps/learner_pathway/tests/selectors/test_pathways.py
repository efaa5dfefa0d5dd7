from datetime import UTC, datetime
from uuid import uuid4

import pytest
from freezegun import freeze_time

from course_discovery.apps.course_metadata.choices import CourseRunStatus, RestrictionType
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
)
from course_discovery.apps.learner_pathway.choices import PathwayStatus
from course_discovery.apps.learner_pathway.selectors import pathways as selectors
from course_discovery.apps.learner_pathway.tests.factories import (
    LearnerPathwayBlockFactory,
    LearnerPathwayCourseFactory,
    LearnerPathwayFactory,
    LearnerPathwayProgramFactory,
    LearnerPathwayStepFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


def course_taking(hours, **values):
    """A course with one marketable run that takes so many hours."""
    course = CourseFactory(**values)
    run = CourseRunFactory(course=course, min_effort=hours, max_effort=hours, weeks_to_complete=1)
    SeatFactory(course_run=run)
    return course


def full_pathway():
    """A pathway with a step of two courses, a program of two courses and a block."""
    step = LearnerPathwayStepFactory()
    for hours in (10, 20):
        LearnerPathwayCourseFactory(step=step, course=course_taking(hours))
    program = ProgramFactory(courses=[course_taking(3), course_taking(4)])
    LearnerPathwayProgramFactory(step=step, program=program)
    LearnerPathwayBlockFactory(step=step)
    return step.pathway


def read(pathways):
    """All that a list shows of the pathways."""
    return [
        (
            pathway.title,
            [(node.course.key, [run.key for run in node.course.course_runs.all()]) for node in step.courses.all()],
            [
                (course.key, [run.key for run in course.course_runs.all()])
                for node in step.programs.all()
                for course in node.program.courses.all()
            ],
        )
        for pathway in pathways
        for step in pathway.steps.all()
    ]


class TestWithNodes:
    def test_shows_published_official_runs_by_start(self):
        step = LearnerPathwayStepFactory(pathway__title="To the sea")
        draft = DraftCourseFactory()
        course = CourseFactory(key="Org+C", draft_version=draft)
        DraftCourseRunFactory(course=draft, key="draft")
        CourseRunFactory(course=course, key="later", start=datetime(2026, 2, 1, tzinfo=UTC))
        CourseRunFactory(course=course, key="earlier", start=datetime(2026, 1, 1, tzinfo=UTC))
        CourseRunFactory(course=course, key="unpublished", status=CourseRunStatus.Unpublished)
        restricted = CourseRunFactory(course=course, key="restricted", start=None)
        RestrictedCourseRunFactory(course_run=restricted, restriction_type=RestrictionType.CustomB2C)
        LearnerPathwayCourseFactory(step=step, course=course)
        LearnerPathwayProgramFactory(step=step, program=ProgramFactory(courses=[course]))
        runs = ["earlier", "later"]
        assert read(selectors.pathways_with_nodes()) == [("To the sea", [("Org+C", runs)], [("Org+C", runs)])]
        shown = read(selectors.pathways_with_nodes(include_restricted=["custom-b2c"]))
        assert shown == [("To the sea", [("Org+C", ["restricted", *runs])], [("Org+C", ["restricted", *runs])])]

    def test_steps_and_nodes_come_in_the_order_of_their_age(self):
        pathway = LearnerPathwayFactory()
        steps = [LearnerPathwayStepFactory(pathway=pathway) for _ in range(3)]
        nodes = [LearnerPathwayCourseFactory(step=steps[1]) for _ in range(3)]
        (loaded,) = selectors.pathways_with_nodes()
        assert list(loaded.steps.all()) == steps
        assert list(loaded.steps.all()[1].courses.all()) == nodes

    def test_of_the_pathways_given(self):
        active, _inactive = LearnerPathwayFactory(), LearnerPathwayFactory(status=PathwayStatus.INACTIVE)
        given = type(active).objects.filter(status=PathwayStatus.ACTIVE)
        assert list(selectors.pathways_with_nodes(given)) == [active]
        assert len(selectors.pathways_with_nodes()) == 2

    @pytest.mark.parametrize("rows", [2, 10])
    def test_costs_seven_queries_however_many_there_are(self, django_assert_num_queries, rows):
        for _ in range(rows):
            full_pathway()
        with django_assert_num_queries(7):
            shown = read(selectors.pathways_with_nodes())
        assert [(len(courses), len(of_programs)) for _, courses, of_programs in shown] == [(2, 2)] * rows


class TestLists:
    @pytest.mark.parametrize("rows", [2, 10])
    @pytest.mark.parametrize(
        ("select", "show", "queries"),
        [
            (selectors.steps_with_nodes, lambda step: [node.course.key for node in step.courses.all()], 6),
            (selectors.course_nodes, lambda node: [run.key for run in node.course.course_runs.all()], 2),
            (
                selectors.program_nodes,
                lambda node: [run.key for course in node.program.courses.all() for run in course.course_runs.all()],
                3,
            ),
            (selectors.block_nodes, lambda node: node.block_id, 1),
        ],
        ids=["steps", "courses", "programs", "blocks"],
    )
    def test_costs_the_same_however_many_there_are(self, django_assert_num_queries, select, show, queries, rows):
        for _ in range(rows):
            full_pathway()
        with django_assert_num_queries(queries):
            assert all(show(row) for row in select())


class TestTimes:
    def test_the_hours_of_courses_programs_and_blocks(self):
        pathway = full_pathway()
        step = pathway.steps.get()
        ended = CourseRunFactory(end=datetime(2026, 6, 1, tzinfo=UTC), min_effort=99, max_effort=99)
        SeatFactory(course_run=ended)
        LearnerPathwayCourseFactory(step=step, course=ended.course)
        (loaded,) = selectors.pathways_with_times()
        (step,) = loaded.steps.all()
        assert [node.estimated_hours for node in step.nodes] == [10, 20, 0, 7, 0]
        assert step.hours_range == (0, 20)
        assert loaded.time_of_completion == 10

    @pytest.mark.parametrize("rows", [2, 10])
    def test_costs_ten_queries_however_many_there_are(self, django_assert_num_queries, rows):
        for _ in range(rows):
            full_pathway()
        with django_assert_num_queries(10):
            assert [pathway.time_of_completion for pathway in selectors.pathways_with_times()] == [10] * rows


class TestUuids:
    @pytest.fixture
    def pathways(self):
        course, program = CourseFactory(key="Org+C"), ProgramFactory()
        CourseRunFactory(course=course, key="course-v1:Org+C+1")
        pathways = [LearnerPathwayFactory(status=PathwayStatus.INACTIVE), LearnerPathwayFactory()]
        for pathway in pathways:
            for _ in range(2):
                LearnerPathwayCourseFactory(step__pathway=pathway, course=course)
        LearnerPathwayProgramFactory(step__pathway=pathways[1], program=program)
        return pathways, program

    def test_of_courses_and_runs_each_once_whatever_the_status(self, pathways, django_assert_num_queries):
        both = sorted(pathway.uuid for pathway in pathways[0])
        with django_assert_num_queries(1):
            assert selectors.pathway_uuids(["Org+C", "unknown"]) == both
        assert selectors.pathway_uuids(["course-v1:Org+C+1"]) == both
        assert selectors.pathway_uuids(["org+c"]) == []

    def test_of_programs(self, pathways):
        (_, second), program = pathways
        assert selectors.pathway_uuids(program_uuids=[program.uuid, uuid4()]) == [second.uuid]
        assert len(selectors.pathway_uuids(["Org+C"], [program.uuid])) == 2

    def test_without_anything_to_look_for_there_are_none(self, pathways, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert selectors.pathway_uuids() == []


class TestSkills:
    def test_of_all_courses_of_the_nodes_in_their_order(self):
        pathway = LearnerPathwayFactory()
        first, second = (LearnerPathwayStepFactory(pathway=pathway) for _ in range(2))
        LearnerPathwayProgramFactory(step=first, program=ProgramFactory(courses=[CourseFactory(key="Org+P")]))
        LearnerPathwayCourseFactory(step=first, course=CourseFactory(key="Org+C"))
        LearnerPathwayBlockFactory(step=second, course=CourseFactory(key="Org+B"))
        (loaded,) = selectors.pathways_with_times()
        assert selectors.course_keys_of(loaded) == {"Org+B", "Org+C", "Org+P"}
        sql, python = {"name": "SQL"}, {"name": "Python"}
        skills = {"Org+P": [sql], "Org+C": [python, sql], "Org+B": [python, {"name": "Go"}]}
        assert selectors.skills_of(loaded, skills) == [python, sql, {"name": "Go"}]
        assert selectors.skills_of(loaded, {}) == []
