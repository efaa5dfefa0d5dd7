import pytest
from django.core.exceptions import ValidationError

from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory
from course_discovery.apps.programs.tests.factories import (
    CurriculumCourseMembershipFactory,
    CurriculumFactory,
    ProgramFactory,
)

pytestmark = pytest.mark.django_db


def message(run):
    return f"Duplicate external_key found:  [ external_key={run.external_key} course_run={run} course={run.course} ]"


class TestRunsOfACourse:
    def test_two_runs_of_a_course(self):
        run = CourseRunFactory(external_key="k")
        with pytest.raises(ValidationError) as error:
            CourseRunFactory(course=run.course, external_key="k")
        assert error.value.messages == [message(run)]

    def test_drafts_too(self):
        run = CourseRunFactory(draft=True, external_key="k")
        with pytest.raises(ValidationError):
            CourseRunFactory(draft=True, course=run.course, external_key="k")

    def test_a_pair_shares_its_key(self):
        draft = CourseRunFactory(draft=True, external_key="k")
        assert CourseRunFactory(key=draft.key, draft_version=draft, external_key="k").pk

    @pytest.mark.parametrize("key", [None, ""])
    def test_no_key_is_no_duplicate(self, key):
        run = CourseRunFactory(external_key=key)
        assert CourseRunFactory(course=run.course, external_key=key).pk

    def test_unrelated_courses_may_use_the_same(self):
        CourseRunFactory(external_key="k")
        assert CourseRunFactory(external_key="k").pk

    def test_a_run_half_way_to_being_official(self):
        draft = CourseRunFactory(draft=True, external_key="k")
        assert CourseRunFactory(draft=False, course=draft.course, external_key="k").pk

    def test_an_unchanged_run_is_not_asked_again(self):
        run = CourseRunFactory(external_key="k")
        run = type(run).everything.get(pk=run.pk)
        type(run).everything.filter(pk=CourseRunFactory(course=run.course).pk).update(external_key="k")
        run.title_override = "New"
        run.save()

    def test_clean_tells_as_well(self):
        run = CourseRunFactory(external_key="k")
        other = CourseRunFactory(course=run.course)
        other.external_key = "k"
        with pytest.raises(ValidationError) as error:
            other.full_clean()
        assert error.value.message_dict["__all__"] == [message(run)]


class TestWithinPrograms:
    @pytest.fixture
    def taken(self):
        """A run with key `k` in a curriculum of a program."""
        run = CourseRunFactory(external_key="k")
        CurriculumFactory(courses=[run.course])
        return run

    def program_of(self, run):
        return run.course.degree_course_curricula.get().program

    def test_a_run_in_another_curriculum_of_the_program(self, taken):
        course = CourseFactory()
        CurriculumFactory(program=self.program_of(taken), courses=[course])
        with pytest.raises(ValidationError) as error:
            CourseRunFactory(course=course, external_key="k")
        assert error.value.messages == [message(taken)]

    def test_a_run_of_another_program(self, taken):
        course = CourseFactory()
        CurriculumFactory(courses=[course])
        assert CourseRunFactory(course=course, external_key="k").pk

    def test_curricula_without_program_stand_for_themselves(self):
        run = CourseRunFactory(external_key="k")
        courses = CourseFactory.create_batch(2)
        CurriculumFactory(program=None, courses=[run.course, courses[0]])
        CurriculumFactory(program=None, courses=[courses[1]])
        assert CourseRunFactory(course=courses[1], external_key="k").pk
        with pytest.raises(ValidationError):
            CourseRunFactory(course=courses[0], external_key="k")

    def test_a_course_that_joins(self, taken):
        curriculum = CurriculumFactory(program=self.program_of(taken))
        with pytest.raises(ValidationError) as error:
            CurriculumCourseMembershipFactory(curriculum=curriculum, course=CourseRunFactory(external_key="k").course)
        assert error.value.messages == [message(taken)]

    def test_the_same_course_may_join_twice(self, taken):
        curriculum = CurriculumFactory(program=self.program_of(taken))
        assert CurriculumCourseMembershipFactory(curriculum=curriculum, course=taken.course).pk

    def test_a_curriculum_that_gets_another_program(self, taken):
        curriculum = CurriculumFactory(program=ProgramFactory(), courses=[CourseRunFactory(external_key="k").course])
        curriculum.program = self.program_of(taken)
        with pytest.raises(ValidationError) as error:
            curriculum.save()
        assert error.value.messages == [message(taken)]

    def test_several_duplicates_are_all_named(self, taken):
        second = CourseRunFactory(course=taken.course, external_key="l")
        course = CourseRunFactory(external_key="k").course
        CourseRunFactory(course=course, external_key="l")
        curriculum = CurriculumFactory(program=self.program_of(taken))
        with pytest.raises(ValidationError) as error:
            CurriculumCourseMembershipFactory(curriculum=curriculum, course=course)
        assert error.value.messages == [
            "Duplicate external_keys found: "
            + "".join(
                f" [ external_key={run.external_key} course_run={run} course={run.course} ]" for run in (taken, second)
            )
        ]
