"""Searching the texts of one program for skills."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from taxonomy.signals.signals import UPDATE_PROGRAM_SKILLS

from course_discovery.apps.core.tests.factories import StaffUserFactory
from course_discovery.apps.course_metadata.tests.listening import alone_with
from course_discovery.apps.programs.tests.factories import DegreeFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """Of which programs skills were asked for."""
    with alone_with(UPDATE_PROGRAM_SKILLS, "program_uuid") as uuids:
        yield uuids


def page(program):
    return reverse("admin:refresh_program_skills", args=[program.pk])


@pytest.fixture
def editor(client):
    user = StaffUserFactory()
    rights = ("view_program", "change_program", "view_degree", "change_degree")
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return client


def test_for_those_who_may_change_programs(client, asked):
    program = ProgramFactory()
    assert client.post(page(program)).status_code == 302
    client.force_login(StaffUserFactory())
    assert client.get(page(program)).status_code == client.post(page(program)).status_code == 403
    assert asked == []


@pytest.mark.parametrize(
    ("factory", "admin"), [(ProgramFactory, "programs_program"), (DegreeFactory, "programs_degree")]
)
def test_asking_for_skills(editor, asked, factory, admin):
    program = factory()
    change_page = editor.get(reverse(f"admin:{admin}_change", args=[program.pk])).content.decode()
    assert f'href="{page(program)}"' in change_page
    assert editor.get(page(program)).status_code == 200
    assert asked == []
    response = editor.post(page(program))
    assert (response.status_code, response["Location"]) == (302, page(program))
    assert asked == [program.uuid]
