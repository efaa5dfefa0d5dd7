from uuid import uuid4

import pytest

from course_discovery.apps.learner_pathway.choices import NodeType
from course_discovery.apps.learner_pathway.selectors.nodes import node_counts, node_with_uuid
from course_discovery.apps.learner_pathway.tests.factories import (
    LearnerPathwayBlockFactory,
    LearnerPathwayCourseFactory,
    LearnerPathwayProgramFactory,
    LearnerPathwayStepFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "factory", [LearnerPathwayCourseFactory, LearnerPathwayProgramFactory, LearnerPathwayBlockFactory]
)
def test_a_node_is_found_in_two_queries_whatever_its_type(django_assert_num_queries, factory):
    others = [LearnerPathwayCourseFactory(), LearnerPathwayProgramFactory(), LearnerPathwayBlockFactory()]
    node = factory()
    with django_assert_num_queries(2):
        found = node_with_uuid(node.uuid)
    assert found == node
    assert found not in others


def test_an_unknown_uuid_is_nobodys(django_assert_num_queries):
    LearnerPathwayCourseFactory()
    with django_assert_num_queries(1):
        assert node_with_uuid(uuid4()) is None


@pytest.mark.parametrize("rows", [2, 10])
def test_nodes_are_counted_by_step_and_type_in_one_query(django_assert_num_queries, rows):
    steps = [LearnerPathwayStepFactory() for _ in range(rows)]
    empty = LearnerPathwayStepFactory()
    for step in steps:
        LearnerPathwayCourseFactory(step=step)
        LearnerPathwayCourseFactory(step=step)
        LearnerPathwayBlockFactory(step=step)
    with django_assert_num_queries(1):
        counts = node_counts([*(step.pk for step in steps), empty.pk])
    full = {NodeType.COURSE: 2, NodeType.PROGRAM: 0, NodeType.BLOCK: 1}
    assert counts == {**{step.pk: full for step in steps}, empty.pk: dict.fromkeys(NodeType, 0)}


def test_no_steps_have_no_counts(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert node_counts([]) == {}
