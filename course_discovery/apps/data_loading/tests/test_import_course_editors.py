import logging

import pytest
from django.db import IntegrityError

from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.course_metadata.models import CourseEditor
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, OrganizationFactory
from course_discovery.apps.data_loading.loaders import course_editor
from course_discovery.apps.data_loading.models import RowFailure, SourceRun
from course_discovery.apps.data_loading.tests.tables import load_csv
from course_discovery.apps.publisher.tests.factories import OrganizationExtensionFactory

HEADER = "Username or Email,Course Key or UUID,Action"


@pytest.fixture
def load(tmp_path, bare_partner):
    return lambda *lines: load_csv("import_course_editors", tmp_path, HEADER, *lines)


@pytest.fixture
def organization(bare_partner):
    return OrganizationExtensionFactory(organization=OrganizationFactory(partner=bare_partner)).organization


@pytest.fixture
def course(organization):
    """The draft row of a course."""
    values = {"partner": organization.partner, "authoring_organizations": [organization], "title": "Botany"}
    draft = CourseFactory(draft=True, key="LakeX+B1", **values)
    CourseFactory(draft_version=draft, key=draft.key, uuid=draft.uuid, **values)
    return draft


@pytest.fixture
def user(organization):
    user = UserFactory(username="ada", email="ada@example.com")
    user.groups.add(organization.organization_extension.group)
    return user


def editors():
    return set(CourseEditor.objects.values_list("user__username", "course"))


def failures():
    return list(RowFailure.objects.values_list("code", "message"))


@pytest.mark.parametrize("name", ["ada", "ada@example.com"])
def test_an_editor_hangs_on_the_draft(load, user, course, name):
    load(f"{name},LakeX+B1,add")
    assert editors() == {("ada", course.pk)}
    assert SourceRun.objects.get().created == 1


def test_a_course_may_be_called_by_uuid_or_have_no_draft(load, user, course, organization):
    official = CourseFactory(partner=organization.partner, authoring_organizations=[organization], key="LakeX+B2")
    load(f"ada,{course.uuid},Add", "ada,LakeX+B2,add")
    assert editors() == {("ada", course.pk), ("ada", official.pk)}


def test_who_is_an_editor_already_stays_one(load, user, course, caplog):
    caplog.set_level(logging.INFO)
    CourseEditor.objects.create(user=user, course=course.official_version)
    load("ada,LakeX+B1,add")
    assert editors() == {("ada", course.official_version.pk)}
    assert "[Row 1] CourseEditor for user 'ada' and course 'Botany' already exists." in caplog.messages
    assert (SourceRun.objects.get().unchanged, SourceRun.objects.get().failed) == (1, 0)


def test_editors_are_removed_from_either_row(load, user, course):
    other = UserFactory(username="grace")
    CourseEditor.objects.create(user=user, course=course.official_version)
    CourseEditor.objects.create(user=other, course=course)
    load("ada,LakeX+B1,remove", "grace,LakeX+B1,remove")
    assert editors() == set()


def test_rows_are_obeyed_in_their_order(load, user, course):
    load("ada,LakeX+B1,add", "ada,LakeX+B1,remove", "ada,LakeX+B1,add")
    assert editors() == {("ada", course.pk)}
    load("ada,LakeX+B1,remove", "ada,LakeX+B1,add", "ada,LakeX+B1,remove")
    assert editors() == set()


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (",LakeX+B1,", "MISSING_REQUIRED_DATA", "Missing required field(s): username_or_email, action"),
        ("nobody,LakeX+B1,add", "USER_NOT_FOUND", 'Unable to find user with identifier "nobody".'),
        ("Ada,LakeX+B1,add", "USER_NOT_FOUND", 'Unable to find user with identifier "Ada".'),
        ("ada,LakeX+B9,add", "COURSE_NOT_FOUND", 'Unable to find course with identifier "LakeX+B9".'),
        (
            "stranger,LakeX+B1,add",
            "USER_ORG_MISMATCH",
            'User "stranger" does not belong to any authoring organization for course "Botany".',
        ),
        (
            "ada,LakeX+B1,remove",
            "COURSE_EDITOR_REMOVE_ERROR",
            'Failed to remove CourseEditor for user "ada" and course "Botany": CourseEditor entry does not exist.',
        ),
        ("ada,LakeX+B1,promote", "UNSUPPORTED_ACTION", "Unsupported action 'promote' for course editor."),
    ],
)
def test_a_row_at_fault_says_which_and_why(load, user, course, caplog, line, code, message):
    UserFactory(username="stranger")
    load("ada,LakeX+B1,add", "ada,LakeX+B1,remove", line)
    told = f"[{code}] [Row 3] {message}"
    assert failures() == [(code, told)]
    assert [record.levelname for record in caplog.records if record.getMessage() == told] == ["ERROR"]


def test_rows_are_numbered_over_pages(load, user, course, settings):
    settings.DATA_LOADING_PAGE_SIZE = 2
    load("ada,LakeX+B1,add", "ada,LakeX+B1,add", "nobody,LakeX+B1,add")
    assert failures()[0][1].startswith("[USER_NOT_FOUND] [Row 3]")


def test_another_partners_course_is_none_of_ours(load, user):
    CourseFactory(partner=PartnerFactory(), key="HillX+B1")
    load("ada,HillX+B1,add")
    assert failures()[0][0] == "COURSE_NOT_FOUND"


@pytest.mark.parametrize(
    ("action", "code"), [("add", "COURSE_EDITOR_ADD_ERROR"), ("remove", "COURSE_EDITOR_REMOVE_ERROR")]
)
def test_what_the_database_refuses_stops_nobody_else(load, user, course, organization, monkeypatch, action, code):
    other = CourseFactory(partner=organization.partner, authoring_organizations=[organization], key="LakeX+B2")
    if action == "remove":
        for each in (course, other):
            CourseEditor.objects.create(user=user, course=each)

    def refusing(write):
        def act(model, rows, *args, **options):
            if any(row.course_id == course.pk for row in rows):
                raise IntegrityError("not this one")
            write(model, rows, *args, **options)

        return act

    for name in ("create_rows", "delete_rows"):
        monkeypatch.setattr(course_editor, name, refusing(getattr(course_editor, name)))
    load(f"ada,LakeX+B1,{action}", f"ada,LakeX+B2,{action}")
    what = {"add": "create", "remove": "remove"}[action]
    message = f'[{code}] [Row 1] Failed to {what} CourseEditor for user "ada" and course "Botany": not this one'
    assert failures() == [(code, message)]
    assert editors() == ({("ada", other.pk)} if action == "add" else {("ada", course.pk)})
