import json
from uuid import uuid4

import pytest
from django.core import serializers
from django.db import connection

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import (
    CurriculumCourseMembershipFactory,
    CurriculumFactory,
    ProgramFactory,
)

FIXTURE = "/extensions/api/v1/program-fixture/"


@pytest.fixture
def program(partner, course, organization):
    return ProgramFactory(
        partner=PartnerFactory(), title="Rivers", courses=[course], authoring_organizations=[organization]
    )


def keys(answer, model):
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/json"), answer.content
    return [row["pk"] for row in json.loads(answer.content) if row["model"] == model]


def test_rows(staff, program, course):
    other = ProgramFactory(title="Not asked for")
    member = ProgramFactory(title="Member")
    curriculum = CurriculumFactory(program=program, programs=[member])
    excluded = course.course_runs.all()[0]
    CurriculumCourseMembershipFactory(curriculum=curriculum, course=course, course_run_exclusions=[excluded])
    answer = staff.get(f"{FIXTURE}?programs={program.uuid}")
    assert sorted(keys(answer, "programs.program")) == sorted([program.pk, member.pk])
    assert keys(answer, "programs.curriculum") == [curriculum.pk]
    assert len(keys(answer, "programs.curriculumprogrammembership")) == 1
    assert len(keys(answer, "programs.curriculumcoursemembership")) == 1
    assert len(keys(answer, "programs.curriculumcourserunexclusion")) == 1
    assert keys(answer, "course_metadata.course") == [course.pk]
    assert sorted(keys(answer, "course_metadata.courserun")) == sorted(run.pk for run in course.course_runs.all())
    assert len(keys(answer, "course_metadata.person")) == 2
    assert program.type.translations.get().pk in keys(answer, "programs.programtypetranslation")
    assert other.pk not in keys(answer, "programs.program")
    for model in ("core.partner", "core.user", "sites.site", "ietf_language_tags.languagetag"):
        assert keys(answer, model) == []


def test_drafts_come_along_with_their_official_rows(staff, partner, program):
    draft = DraftCourseFactory(partner=partner)
    official = CourseFactory(partner=partner, draft_version=draft)
    program.courses.set([official])
    answer = staff.get(f"{FIXTURE}?programs={program.uuid}")
    assert sorted(keys(answer, "course_metadata.course")) == sorted([draft.pk, official.pk])


def test_it_can_be_loaded(staff, program, course):
    fixture = staff.get(f"{FIXTURE}?programs={program.uuid}").content.decode()
    run = course.course_runs.all()[0].key
    program.delete()
    Course.everything.all().delete()
    # As `loaddata` does: rows may refer to rows that follow.
    with connection.constraint_checks_disabled():
        for row in serializers.deserialize("json", fixture):
            row.save()
    connection.check_constraints()
    loaded = Program.objects.get(title="Rivers")
    assert [one.key for one in loaded.courses.all()] == ["NorthX+GEO101"]
    assert CourseRun.objects.filter(key=run, course=loaded.courses.get()).exists()


@pytest.mark.parametrize("query", ["", "?programs=", "?programs=abc", "?programs={uuid},"])
def test_no_uuids(staff, program, query):
    answer = staff.get(FIXTURE + query.format(uuid=program.uuid))
    assert answer.status_code == 404
    assert answer.content == b'Must provide comma-separated list of valid UUIDs in "programs" query parameter.'


def test_unknown_programs(staff, program):
    unknown = sorted(str(uuid4()) for _ in range(2))
    answer = staff.get(f"{FIXTURE}?programs={program.uuid},{','.join(unknown)}")
    assert answer.status_code == 404
    assert answer.content.decode() == f"Could not load programs from UUIDs: [{','.join(unknown)}]"


def test_too_many(staff):
    uuids = ",".join(str(uuid4()) for _ in range(11))
    answer = staff.get(f"{FIXTURE}?programs={uuids}")
    assert (answer.status_code, answer.content) == (422, b"Too many programs requested, only 10 allowed.")


def test_for_staff(anonymous, plain, superuser, member, program):
    address = f"{FIXTURE}?programs={program.uuid}"
    assert [client.get(address).status_code for client in (anonymous, plain, superuser, member)] == [401, 403, 403, 403]
