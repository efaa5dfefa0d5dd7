import pytest

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.course_metadata.tests.factories import CourseFactory
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.services.enterprise_subscription import (
    update_inclusion_of_programs_with,
    update_program_inclusion,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def xseries():
    return ProgramTypeFactory(name="XSeries")


def make(xseries, count):
    courses = CourseFactory.create_batch(count, enterprise_subscription_inclusion=False)
    programs = [ProgramFactory(type=xseries, courses=[course]) for course in courses]
    # As set-based writes leave them: nobody has told the programs.
    Course.objects.update(enterprise_subscription_inclusion=True)
    return programs, courses


def test_costs_the_same_for_any_number(xseries, django_assert_num_queries):
    programs, _courses = make(xseries, 5)
    with django_assert_num_queries(6):
        assert update_program_inclusion(Program.objects.all()) == 5
    assert all(program.enterprise_subscription_inclusion for program in Program.objects.all())
    assert programs[0].history.first().enterprise_subscription_inclusion


def test_unchanged_rows_leave_no_history(xseries):
    program = ProgramFactory(type=xseries)
    before = program.history.count()
    assert update_program_inclusion(Program.objects.all()) == 0
    assert program.history.count() == before


def test_only_programs_with_the_courses(xseries):
    programs, courses = make(xseries, 2)
    assert update_inclusion_of_programs_with({courses[0].pk}) == 1
    included = Program.objects.filter(enterprise_subscription_inclusion=True)
    assert list(included) == [programs[0]]


def test_follows_set_based_writes_of_courses(xseries):
    programs, courses = make(xseries, 1)
    catalogue_changed.send(Course, model=Course, pks=[courses[0].pk])
    assert Program.objects.get(pk=programs[0].pk).enterprise_subscription_inclusion
