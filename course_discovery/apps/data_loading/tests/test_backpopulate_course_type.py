import logging
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.dispatch import Signal

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CourseEntitlementFactory,
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    CourseTypeFactory,
    OrganizationFactory,
    SeatFactory,
)
from course_discovery.apps.data_loading.loaders import course_types
from course_discovery.apps.data_loading.models import BackpopulateCourseTypeConfig
from course_discovery.apps.data_loading.services import course_types as course_types_service


@pytest.fixture
def partner(bare_partner):
    return bare_partner


def course_that_sells(partner, *seat_types, entitlement=None, course_type="empty", run_type="empty", **values):
    """A course with one run that sells these."""
    course = CourseFactory(partner=partner, type=CourseTypeFactory(slug=course_type), **values)
    run = CourseRunFactory(course=course, draft=course.draft, type=CourseRunTypeFactory(slug=run_type))
    for seat_type in seat_types:
        SeatFactory(course_run=run, type__slug=seat_type)
    if entitlement:
        CourseEntitlementFactory(course=course, mode__slug=entitlement)
    return course


def types_of(course):
    return (
        Course.everything.get(pk=course.pk).type.slug,
        *CourseRun.everything.filter(course=course).values_list("type__slug", flat=True),
    )


def backpopulate(*arguments):
    out = StringIO()
    call_command("backpopulate_course_type", *arguments, stdout=out)
    return out.getvalue()


def test_only_with_commit_is_anything_written(partner, caplog, monkeypatch):
    caplog.set_level(logging.INFO)
    course = course_that_sells(partner, "audit", "verified", entitlement="verified")
    told = []
    monkeypatch.setattr(course_types_service, "catalogue_changed", told_to := Signal())
    told_to.connect(listen := lambda model, pks, **_: told.append((model, pks)))
    printed = backpopulate("--partner=edx", f"--course={course.uuid}")
    assert (types_of(course), told) == (("empty", "empty"), [])
    assert printed == "1 of 1 rows of courses would get their types, or have them; nothing was written.\n"
    assert f"Course {course.key} ({course.pk}) matched type verified-audit" in caplog.messages
    backpopulate("--partner=edx", f"--course={course.uuid}", "--commit")
    assert types_of(course) == ("verified-audit", "verified-audit")
    assert (Course, frozenset([course.pk])) in told
    assert course.history.count() == 2
    backpopulate("--partner=edx", f"--course={course.uuid}", "--commit")
    assert course.history.count() == 2
    told_to.disconnect(listen)


def test_both_rows_of_a_course_and_all_courses_of_an_organization(partner):
    organization = OrganizationFactory(partner=partner, key="LakeX")
    draft = course_that_sells(partner, "audit", draft=True, authoring_organizations=[organization])
    official = course_that_sells(partner, "audit", draft_version=draft, key=draft.key, uuid=draft.uuid)
    other = course_that_sells(partner, "audit", authoring_organizations=[organization])
    elsewhere = course_that_sells(partner, "audit")
    backpopulate("--partner=edx", "--org=LakeX", f"--course={official.uuid}", "--commit")
    assert [types_of(course) for course in (draft, official, other, elsewhere)] == [
        *[("audit", "audit")] * 3,
        ("empty", "empty"),
    ]


def test_all_that_cannot_be_typed_are_named_when_the_others_are_done(partner):
    organization = OrganizationFactory(partner=partner, key="LakeX")
    values = {"authoring_organizations": [organization]}
    odd = course_that_sells(partner, "credit", key="LakeX+Z", **values)
    odder = course_that_sells(partner, key="LakeX+A", **values)
    good = course_that_sells(partner, "audit", **values)
    with pytest.raises(CommandError) as raised:
        backpopulate("--partner=edx", "--org=LakeX", "--commit")
    assert str(raised.value) == (
        f"Could not backpopulate a course type for the following courses: LakeX+A ({odder.pk}), LakeX+Z ({odd.pk})"
    )
    assert types_of(good) == ("audit", "audit")


def test_a_type_that_contradicts_what_is_sold_is_told_and_kept(partner, caplog):
    caplog.set_level(logging.INFO)
    course = course_that_sells(partner, "audit", course_type="verified-audit", run_type="verified-audit")
    with pytest.raises(CommandError, match="Could not backpopulate"):
        backpopulate("--partner=edx", f"--course={course.uuid}", "--commit")
    assert types_of(course) == ("verified-audit", "verified-audit")
    run = course.course_runs.get()
    assert f"Existing run type verified-audit for {run.key} ({run.pk}) doesn't match its own seats." in caplog.messages


def test_a_run_type_may_be_allowed_for_a_course_type(partner):
    course = course_that_sells(partner, "professional", course_type="verified-audit")
    arguments = "--partner=edx", f"--course={course.uuid}", "--commit"
    with pytest.raises(CommandError, match="Could not backpopulate"):
        backpopulate(*arguments)
    backpopulate(*arguments, "--allow-for=verified-audit:professional")
    assert types_of(course) == ("verified-audit", "professional")


def test_arguments_may_stand_in_the_database(partner):
    course = course_that_sells(partner, "audit")
    BackpopulateCourseTypeConfig.objects.create(arguments=f"--partner edx\n --course {course.uuid} --commit")
    backpopulate("--args-from-database", "--partner=ignored")
    assert types_of(course) == ("audit", "audit")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "You must specify --partner"),
        (["--args-from-database"], "You must specify --partner"),
        (["--partner=nobody"], "Unable to locate partner with code nobody"),
        (["--partner=edx"], "No courses found. Did you specify an argument?"),
        (["--partner=edx", "--course=nonsense"], "--course takes UUIDs: nonsense"),
        (["--partner=edx", "--allow-for=none:audit"], "Supplied Course Type slug [none] does not exist."),
        (["--partner=edx", "--allow-for=audit:none"], "Supplied Course Run Type slug [none] does not exist."),
        (["--partner=edx", "--allow-for=audit"], "Supplied Course Run Type slug [] does not exist."),
    ],
)
def test_what_is_wrong_with_the_arguments(partner, arguments, message):
    with pytest.raises(CommandError) as raised:
        backpopulate(*arguments)
    assert str(raised.value) == message


def test_help_comes_with_the_missing_partner(partner):
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("backpopulate_course_type", stdout=out)
    assert "--allow-for" in out.getvalue()


def test_another_partners_courses_are_none_of_ours(partner):
    course = course_that_sells(PartnerFactory(), "audit")
    with pytest.raises(CommandError, match="No courses found"):
        backpopulate("--partner=edx", f"--course={course.uuid}")


def test_what_the_database_refuses_stops_nobody_else(partner, monkeypatch, caplog):
    organization = OrganizationFactory(partner=partner, key="LakeX")
    bad, *good = [course_that_sells(partner, "audit", authoring_organizations=[organization]) for _ in range(3)]
    write = course_types.update_rows

    def refusing(model, rows, outcome):
        rows = list(rows)
        if any(row.pk == bad.pk for row in rows if isinstance(row, Course)):
            raise IntegrityError("not this one")
        return write(model, rows, outcome)

    monkeypatch.setattr(course_types, "update_rows", refusing)
    with pytest.raises(CommandError, match=rf"courses: {bad.key.replace('+', '.')} \({bad.pk}\)$"):
        backpopulate("--partner=edx", "--org=LakeX", "--commit")
    assert f"Could not convert course {bad.key} ({bad.pk}) to type audit" in caplog.messages
    assert {types_of(course) for course in good} == {("audit", "audit")}
