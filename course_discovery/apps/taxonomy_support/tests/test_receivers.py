from contextlib import contextmanager

import pytest
from django.core.cache import cache
from taxonomy.signals.signals import UPDATE_PROGRAM_SKILLS

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory
from course_discovery.apps.course_metadata.tests.listening import alone_with
from course_discovery.apps.course_metadata.tests.skill_factories import (
    CourseSkillsFactory,
    ProgramSkillFactory,
    SkillCategoryFactory,
    SkillFactory,
    SkillSubCategoryFactory,
)
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import DegreeFactory, ProgramFactory
from course_discovery.rest import data_version

pytestmark = pytest.mark.django_db


@contextmanager
def told():
    """What is told while the block runs: {(model, primary keys)}."""
    found = set()

    def listen(sender, model, pks, **_):
        found.add((model, frozenset(pks)))

    catalogue_changed.connect(listen)
    try:
        yield found
    finally:
        catalogue_changed.disconnect(listen)


@pytest.fixture
def course():
    return CourseFactory(key="X+1")


@pytest.fixture
def skill():
    return SkillFactory(category=SkillCategoryFactory(), subcategory=SkillSubCategoryFactory())


@pytest.fixture
def link(course, skill):
    return CourseSkillsFactory(course_key="X+1", skill=skill)


def test_a_skill_that_is_found_refused_or_taken_away_changes_its_course(course, skill):
    DraftCourseFactory(key="X+1", partner=course.partner)
    about_the_course = {(Course, frozenset({course.pk}))}
    with told() as found:
        link = CourseSkillsFactory(course_key="X+1", skill=skill)
    assert found == about_the_course
    with told() as found:
        link.is_blacklisted = True
        link.save()
    assert found == about_the_course
    with told() as found:
        link.delete()
    assert found == about_the_course


def test_the_same_holds_of_programs():
    program = ProgramFactory()
    with told() as found:
        ProgramSkillFactory(program_uuid=program.uuid)
        ProgramSkillFactory()
    assert found == {(Program, frozenset({program.pk}))}


def test_a_skill_that_is_shown_otherwise_changes_all_its_courses(course, link, skill):
    other = CourseFactory(key="X+2")
    CourseSkillsFactory(course_key="X+2", skill=skill)
    CourseSkillsFactory(course_key=CourseFactory().key, skill=skill, is_blacklisted=True)
    skill.name = "Another name"
    with told() as found:
        skill.save()
    assert found == {(Course, frozenset({course.pk, other.pk}))}


@pytest.mark.parametrize("field", ["category", "subcategory"])
def test_a_renamed_or_deleted_category_changes_the_courses_of_its_skills(course, link, skill, field):
    category = getattr(skill, field)
    category.name = "Another name"
    with told() as found:
        category.save()
    assert found == {(Course, frozenset({course.pk}))}
    with told() as found:
        category.delete()
    assert found == {(Course, frozenset({course.pk}))}


def test_a_deleted_skill_changes_its_courses(course, link, skill):
    with told() as found:
        skill.delete()
    assert found == {(Course, frozenset({course.pk}))}


def test_what_nobody_sees_tells_nobody(course, link, skill):
    with told() as found:
        # The library does both of each text that it reads again.
        type(skill).objects.update_or_create(external_id=skill.external_id, defaults={"name": skill.name})
        type(link).objects.update_or_create(course_key="X+1", skill=skill, defaults={"confidence": 0.1})
        skill.type_name = "Certification"
        skill.save()
        SkillFactory()
        CourseSkillsFactory(course_key="No+Course")
    assert found == set()


def test_cached_answers_are_made_anew(course, skill, django_capture_on_commit_callbacks):
    cache.set(data_version.KEY, 1.0)
    with django_capture_on_commit_callbacks(execute=True):
        CourseSkillsFactory(course_key="X+1", skill=skill)
    assert data_version.current() > 1.0


@pytest.fixture
def searched(settings):
    """The programs whose texts were to be searched for skills."""
    settings.FIRE_UPDATE_PROGRAM_SKILLS_SIGNAL = True
    with alone_with(UPDATE_PROGRAM_SKILLS, "program_uuid") as uuids:
        yield uuids


@pytest.fixture
def save(django_capture_on_commit_callbacks):
    """Saves a program with other values, read anew and committed."""

    def save(program, update_fields=None, **values):
        row = type(program).objects.get(pk=program.pk)
        for name, value in values.items():
            setattr(row, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            row.save(update_fields=update_fields)

    return save


@pytest.mark.parametrize("factory", [ProgramFactory, DegreeFactory])
def test_a_program_that_people_can_see_is_searched_for_skills(factory, searched, save):
    program = factory(status="unpublished", overview="How rivers run")
    save(program, overview="How rivers run and freeze")
    save(program, title="Rivers")
    assert searched == []
    save(program, status="active")
    assert searched == [program.uuid]
    save(program, overview="How rivers freeze")
    assert searched == [program.uuid, program.uuid]
    save(program, title="Ice")
    save(program, overview="How rivers freeze")
    save(program, status="retired", overview="How they ran")
    assert len(searched) == 2


def test_what_is_not_saved_is_not_searched(searched, save):
    program = ProgramFactory(status="active", overview="How rivers run")
    save(program, overview="Another text", title="Ice", update_fields=["title"])
    assert searched == []
    save(program, overview="Another text", update_fields=["overview"])
    assert searched == [program.uuid]


def test_programs_are_searched_after_the_commit_only(searched, django_capture_on_commit_callbacks):
    program = ProgramFactory(status="unpublished")
    with django_capture_on_commit_callbacks(execute=True):
        program.status = "active"
        program.save()
        assert searched == []
    assert searched == [program.uuid]


def test_programs_are_not_searched_unless_asked_for(searched, save, settings):
    settings.FIRE_UPDATE_PROGRAM_SKILLS_SIGNAL = False
    program = ProgramFactory(status="unpublished")
    save(program, status="active")
    assert searched == []


def test_a_program_is_saved_though_the_queue_is_out_of_reach(searched, save):
    def broken(sender, **_):
        raise ConnectionError("no queue")

    UPDATE_PROGRAM_SKILLS.connect(broken)
    program = ProgramFactory(status="unpublished")
    save(program, status="active")
    program.refresh_from_db()
    assert program.status == "active"
