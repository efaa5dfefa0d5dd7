from uuid import uuid4

import pytest

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseEditorFactory,
    CourseFactory,
    DraftCourseFactory,
    OrganizationFactory,
)
from course_discovery.apps.publisher.tests.factories import OrganizationExtensionFactory

PATH = "/api/v1/course_editors/"


@pytest.fixture
def editor(member_user, partner, organization):
    course = CourseFactory(partner=partner, key="NorthX+GEO101", authoring_organizations=[organization])
    return CourseEditorFactory(user=member_user, course=course)


def ids(client, query=""):
    answer = client.get(f"{PATH}{query}")
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["results"]]


def test_an_editor(member, member_user, editor):
    member_user.full_name = "Mara Lind"
    member_user.save()
    expected = {
        "id": editor.pk,
        "user": {"id": member_user.pk, "full_name": "Mara Lind", "email": member_user.email},
        "course": str(editor.course.uuid),
    }
    assert member.get(PATH).json() == {"next": None, "previous": None, "results": [expected]}
    assert member.get(f"{PATH}{editor.pk}/").json() == expected


def test_staff_see_all_members_their_colleagues_others_nobody(
    staff, member, stranger, plain, superuser, anonymous, editor, organization_group
):
    colleague = CourseEditorFactory(user__username="colleague")
    colleague.user.groups.add(organization_group)
    foreign = CourseEditorFactory(user__username="foreign")
    foreign.user.groups.add(OrganizationExtensionFactory().group)
    alone = CourseEditorFactory()
    assert ids(staff) == [alone.pk, foreign.pk, colleague.pk, editor.pk]
    assert ids(member) == [colleague.pk, editor.pk]
    for client in (stranger, plain, superuser, anonymous):
        assert ids(client) == []
        assert client.get(f"{PATH}{editor.pk}/").status_code == 404
    assert member.get(f"{PATH}{alone.pk}/").json() == {"detail": "No CourseEditor matches the given query."}


def test_two_shared_organizations_show_an_editor_once(member, member_user, editor):
    second = OrganizationExtensionFactory(organization=OrganizationFactory(key="SouthX")).group
    member_user.groups.add(second)
    assert ids(member) == [editor.pk]
    assert member.get(f"{PATH}{editor.pk}/").status_code == 200


def test_the_editors_of_a_course_hang_on_either_row(staff, editor, partner):
    draft = DraftCourseFactory(partner=partner, key="NorthX+GEO101", uuid=editor.course.uuid)
    of_draft = CourseEditorFactory(course=draft)
    CourseEditorFactory()
    assert ids(staff, f"?course={draft.uuid}") == [of_draft.pk, editor.pk]
    assert ids(staff, f"?course={uuid4()}") == []
    refused = staff.get(f"{PATH}?course=bad")
    assert (refused.status_code, refused.json()) == (400, {"course": ["“bad” is not a valid UUID."]})


def test_pages_go_by_cursor(staff):
    made = [CourseEditorFactory().pk for _ in range(23)]
    first = staff.get(PATH).json()
    assert [one["id"] for one in first["results"]] == made[:2:-1]
    second = staff.get(first["next"]).json()
    assert [one["id"] for one in second["results"]] == made[2::-1]
    assert second["next"] is None
    assert [one["id"] for one in staff.get(second["previous"]).json()["results"]] == made[:2:-1]


# Nonsense; and a position that is no moment, base64 of `p=foo` and `p=2026-13-45`.
@pytest.mark.parametrize("cursor", ["xyz", "cD1mb28=", "cD0yMDI2LTEzLTQ1"])
def test_a_bad_cursor_does_not_exist(staff, cursor):
    answer = staff.get(f"{PATH}?cursor={cursor}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Invalid cursor"})


@pytest.mark.parametrize("rows", [2, 12])
def test_the_cost_does_not_grow(staff, member, organization_group, django_assert_num_queries, rows):
    for _ in range(rows):
        CourseEditorFactory(user=UserFactory()).user.groups.add(organization_group)
    for client in (staff, member):
        with django_assert_num_queries(1):
            assert len(ids(client)) == rows
