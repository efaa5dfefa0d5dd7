"""Members of relations, read and written set by set."""

import pytest

from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory
from course_discovery.apps.data_loading.loaders.members import Relation, merged, read_members, write_members
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import ProgramFactory

COURSES = Relation(Program.courses)
EXCLUDED_RUNS = Relation(Program.excluded_course_runs)


@pytest.mark.parametrize(
    ("stored", "wanted", "result"),
    [
        ([3, 1], [1, 2, 3], [3, 1, 2]),
        ([3, 1, 2], [2], [2]),
        ([], [2, 1, 2], [2, 1]),
        ([1, 2], [], []),
        ([2, 1], [1, 2], [2, 1]),
    ],
)
def test_merged(stored, wanted, result):
    assert merged(stored, wanted) == result


@pytest.mark.django_db
def test_members_of_several_relations_are_read_at_once(django_assert_num_queries):
    one, two = CourseFactory.create_batch(2)
    run = CourseRunFactory(course=one)
    program = ProgramFactory(courses=[two, one])
    program.excluded_course_runs.set([run])
    other = ProgramFactory(courses=[one])
    ProgramFactory(courses=[two])
    with django_assert_num_queries(1):
        courses, runs = read_members([COURSES, EXCLUDED_RUNS], [program.pk, other.pk])
    assert courses == {program.pk: [two.pk, one.pk], other.pk: [one.pk]}
    assert runs == {program.pk: [run.pk]}
    with django_assert_num_queries(0):
        assert read_members([COURSES, EXCLUDED_RUNS], []) == [{}, {}]


@pytest.mark.django_db
def test_what_differs_is_written_in_few_statements(django_assert_num_queries):
    one, two, three = CourseFactory.create_batch(3)
    first, second, third = (ProgramFactory(courses=courses) for courses in ([one, two], [one, two], [one]))
    owners = [first.pk, second.pk, third.pk]
    (stored,) = read_members([COURSES], owners)
    untouched = list(Program.courses.through.objects.filter(program=first).values_list("pk", flat=True))
    wanted = {first.pk: [one.pk, two.pk], second.pk: [two.pk, one.pk], third.pk: [three.pk]}
    # Django looks at what it deletes.
    with django_assert_num_queries(3):
        changed = write_members(COURSES, stored, wanted)
    assert changed == {second.pk: set(), third.pk: {one.pk, three.pk}}
    assert read_members([COURSES], owners) == [wanted]
    assert list(Program.courses.through.objects.filter(program=first).values_list("pk", flat=True)) == untouched
    with django_assert_num_queries(0):
        assert write_members(COURSES, wanted, wanted) == {}
