import pytest
from django.core.exceptions import ValidationError

from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory
from course_discovery.apps.learner_pathway.models import LearnerPathway
from course_discovery.apps.learner_pathway.tests.factories import (
    LearnerPathwayBlockFactory,
    LearnerPathwayCourseFactory,
    LearnerPathwayProgramFactory,
    LearnerPathwayStepFactory,
)

pytestmark = pytest.mark.django_db


def errors_of(row):
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return error.value.message_dict


def test_a_new_pathway_is_inactive_and_visible_by_association():
    pathway = LearnerPathway.objects.create(title="To the sea")
    assert (pathway.status, pathway.visible_via_association) == ("inactive", True)


def test_a_step_asks_for_one_node_at_least():
    step = LearnerPathwayStepFactory()
    step.full_clean()
    step.min_requirement = 0
    assert errors_of(step) == {"min_requirement": ["Ensure this value is greater than or equal to 1."]}


@pytest.mark.parametrize(
    ("factory", "message"),
    [
        (LearnerPathwayCourseFactory, "Course of a learner pathway with this Step and Course already exists."),
        (LearnerPathwayProgramFactory, "Program of a learner pathway with this Step and Program already exists."),
    ],
)
def test_a_step_names_a_product_once(factory, message):
    node = factory()
    node.full_clean()
    node.pk, node._state.adding = None, True
    node.uuid = LearnerPathwayStepFactory().uuid
    assert errors_of(node) == {"__all__": [message]}


def test_a_course_may_stand_in_several_steps():
    course = CourseFactory()
    for _ in range(2):
        LearnerPathwayCourseFactory(course=course).full_clean()
    assert course.learner_pathway_courses.count() == 2


@pytest.mark.parametrize("factory", [LearnerPathwayCourseFactory, LearnerPathwayBlockFactory])
def test_nodes_are_of_official_courses(factory):
    assert list(errors_of(factory(course=DraftCourseFactory()))) == ["course"]


@pytest.mark.parametrize("key", ["block-v1:OrgX+C1+2026+type@html+block@1", "i4x://OrgX/C1/html/1"])
def test_a_block_has_a_usage_key(key):
    LearnerPathwayBlockFactory(block_id=key).full_clean()


@pytest.mark.parametrize("key", ["course-v1:OrgX+C1+2026", "unit 1", ""])
def test_any_other_key_of_a_block_is_refused(key):
    assert list(errors_of(LearnerPathwayBlockFactory(block_id=key))) == ["block_id"]
