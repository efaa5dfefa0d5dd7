from uuid import uuid4

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory
from course_discovery.apps.publisher.tests.factories import OrganizationExtensionFactory, OrganizationUserRoleFactory

PATH = "/publisher/api/admins/organizations/"


@pytest.fixture
def other(partner):
    """Another organization of the partner, with a member."""
    extension = OrganizationExtensionFactory(organization=OrganizationFactory(partner=partner, key="SouthX"))
    UserFactory(username="south", full_name="South").groups.add(extension.group)
    return extension.organization


@pytest.fixture
def mara(member_user, organization_group):
    """A colleague of the member."""
    member_user.full_name = "Zoe"
    member_user.save()
    user = UserFactory(username="mara", full_name="", first_name="Mara", last_name="Lind", email="mara@alpx.example")
    user.groups.add(organization_group)
    return user


def names(answer):
    assert answer.status_code == 200, answer.content
    return [one["full_name"] for one in answer.json()["results"]]


def test_members_of_an_organization(staff, member, mara, organization):
    expected = {"id": mara.pk, "full_name": "Mara Lind", "email": "mara@alpx.example"}
    for name in (organization.pk, organization.uuid, organization.uuid.hex):
        for client in (staff, member):
            answer = client.get(f"{PATH}{name}/users/").json()
            assert answer["count"] == 2
            assert answer["results"][0] == expected


def test_a_page_of_members_has_a_hundred(staff, organization_group, organization):
    for _ in range(101):
        UserFactory().groups.add(organization_group)
    assert len(staff.get(f"{PATH}{organization.pk}/users/?page_size=5").json()["results"]) == 100
    assert len(staff.get(f"{PATH}{organization.pk}/users/?page=2").json()["results"]) == 1


def test_members_see_their_own_organizations_only(staff, member, mara, other):
    assert names(staff.get(f"{PATH}{other.pk}/users/")) == ["South"]
    refused = member.get(f"{PATH}{other.pk}/users/")
    assert (refused.status_code, refused.json()) == (
        404,
        {"detail": "No OrganizationExtension matches the given query."},
    )
    OrganizationUserRoleFactory(organization=other)
    assert len(staff.get(f"{PATH}{other.pk}/roles/").json()["results"]) == 1
    assert member.get(f"{PATH}{other.pk}/roles/").json()["results"] == []


def test_users_of_all_organizations(staff, member, mara, other, organization_group):
    foreign = OrganizationExtensionFactory(organization__partner=PartnerFactory(short_code="acme"))
    UserFactory(username="acme", full_name="Acme").groups.add(foreign.group)
    # In two groups, shown once.
    mara.groups.add(other.organization_extension.group)
    assert names(staff.get(f"{PATH}users/")) == ["Mara Lind", "South", "Zoe"]
    assert names(member.get(f"{PATH}users/")) == ["Mara Lind", "Zoe"]
    assert names(member.get(f"{PATH}users/?page_size=1&page=2")) == ["Zoe"]


def test_roles(member, organization, mara):
    first = OrganizationUserRoleFactory(organization=organization, user=mara, role="project_coordinator")
    second = OrganizationUserRoleFactory(organization=organization, role="publisher")
    OrganizationUserRoleFactory()

    def ids(query=""):
        return [one["id"] for one in member.get(f"{PATH}{organization.uuid}/roles/{query}").json()["results"]]

    assert ids() == [second.pk, first.pk]
    assert ids("?role=project_coordinator") == [first.pk]
    assert ids("?role=project_coordinator,publisher") == [second.pk, first.pk]
    assert ids("?role=king") == []
    shown = member.get(f"{PATH}{organization.uuid}/roles/?role=project_coordinator").json()
    assert shown == {
        "next": None,
        "previous": None,
        "results": [
            {
                "id": first.pk,
                "user": {"id": mara.pk, "full_name": "Mara Lind", "email": "mara@alpx.example"},
                "role": "project_coordinator",
            }
        ],
    }


def test_unknown_organizations(staff):
    for name in (uuid4(), 999999):
        assert staff.get(f"{PATH}{name}/users/").status_code == 404
        assert staff.get(f"{PATH}{name}/roles/").json()["results"] == []
    for name in ("0-0", "9" * 40, "9" * 5000):
        assert staff.get(f"{PATH}{name}/users/").status_code == 404
    assert staff.get(f"{PATH}0-0/roles/").status_code == 404


def test_they_are_for_those_who_make_the_catalogue(anonymous, plain, superuser, stranger, organization, mara):
    for path in ("users/", f"{organization.pk}/roles/"):
        assert [client.get(PATH + path).status_code for client in (anonymous, plain, superuser, stranger)] == [
            401,
            403,
            403,
            200,
        ]
    assert names(stranger.get(f"{PATH}users/")) == []


@pytest.mark.parametrize("rows", [2, 12])
def test_the_cost_does_not_grow(staff, organization, organization_group, django_assert_num_queries, rows):
    for _ in range(rows):
        UserFactory().groups.add(organization_group)
        OrganizationUserRoleFactory(organization=organization)
    for path, queries in (("users/", 3), (f"{organization.pk}/users/", 3), (f"{organization.pk}/roles/", 1)):
        with django_assert_num_queries(queries):
            assert len(staff.get(PATH + path).json()["results"]) == rows
