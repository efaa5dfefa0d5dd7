import pytest
from django.core.exceptions import ValidationError

from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory
from course_discovery.apps.programs.tests.factories import (
    CurriculumCourseMembershipFactory,
    CurriculumFactory,
    CurriculumProgramMembershipFactory,
    ProgramFactory,
)

pytestmark = pytest.mark.django_db


def chain(length):
    """Return programs each of which contains the next, and their curricula."""
    programs = ProgramFactory.create_batch(length)
    return programs, [
        CurriculumFactory(program=upper, programs=[lower]) for upper, lower in zip(programs, programs[1:], strict=False)
    ]


class TestCircles:
    def test_a_program_must_not_contain_itself(self):
        program = ProgramFactory()
        curriculum = CurriculumFactory(program=program)
        with pytest.raises(ValidationError) as error:
            CurriculumProgramMembershipFactory(curriculum=curriculum, program=program)
        assert error.value.messages == [
            f"Circular ref error. Program [{program}] already contains Curriculum [{curriculum}]"
        ]

    def test_nor_by_way_of_others(self):
        programs, _curricula = chain(3)
        last = CurriculumFactory(program=programs[2])
        with pytest.raises(ValidationError):
            CurriculumProgramMembershipFactory(curriculum=last, program=programs[0])

    def test_nor_by_way_of_inactive_memberships(self):
        top, bottom = ProgramFactory.create_batch(2)
        CurriculumProgramMembershipFactory(curriculum__program=top, program=bottom, is_active=False)
        with pytest.raises(ValidationError):
            CurriculumProgramMembershipFactory(curriculum__program=bottom, program=top)

    def test_a_curriculum_must_not_move_to_a_program_below_it(self):
        programs, curricula = chain(3)
        curricula[0].program = programs[2]
        with pytest.raises(ValidationError) as error:
            curricula[0].save()
        assert error.value.messages == [f"Circular ref error.  Curriculum already contains program {programs[2]}"]

    def test_a_program_may_be_reached_in_two_ways(self):
        programs, curricula = chain(3)
        CurriculumProgramMembershipFactory(curriculum=curricula[0], program=programs[2])
        assert [each.program for each in curricula[0].program_memberships] == [programs[1], programs[2]]

    def test_curricula_without_program_contain_what_they_like(self):
        program = ProgramFactory()
        assert CurriculumFactory(program=None, programs=[program]).program_memberships

    def test_rows_that_make_a_circle_already_do_not_hang(self):
        programs, curricula = chain(2)
        # Set-based writes are not checked.
        type(curricula[0]).objects.filter(pk=curricula[0].pk).update(program=programs[1])
        CurriculumFactory(program=programs[1], programs=[ProgramFactory()])


def test_runs_of_a_membership():
    run = CourseRunFactory()
    excluded = CourseRunFactory(course=run.course)
    membership = CurriculumCourseMembershipFactory(course=run.course, course_run_exclusions=[excluded])
    assert membership.course_runs == [run]
    assert membership.curriculum.course_memberships == [membership]


def test_a_brief_text_is_short():
    curriculum = CurriculumFactory()
    curriculum.marketing_text_brief = "x" * 751
    with pytest.raises(ValidationError) as error:
        curriculum.full_clean()
    assert set(error.value.message_dict) == {"marketing_text_brief"}


def test_history():
    membership = CurriculumCourseMembershipFactory()
    membership.save()
    membership.is_active = False
    membership.save()
    assert [row.history_type for row in membership.history.all()] == ["~", "+"]
