"""A partner on the test client's host, clients of every kind of caller, and a course with all it can have."""

import pytest
from django.contrib.auth.models import Group
from rest_framework.test import APIClient

from course_discovery.apps.api.tests.factories import FullCourseFactory
from course_discovery.apps.core.tests.factories import PartnerFactory, StaffUserFactory, UserFactory
from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory
from course_discovery.apps.publisher.models import OrganizationExtension

HOST = "testserver"


def client_of(user=None) -> APIClient:
    client = APIClient()
    if user is not None:
        client.force_authenticate(user)
    return client


@pytest.fixture
def partner(db):
    return PartnerFactory(site__domain=HOST, short_code="edx", marketing_site_url_root="https://www.example.org/")


@pytest.fixture
def organization(partner):
    return OrganizationFactory(partner=partner, key="NorthX", name="North Valley University")


@pytest.fixture
def organization_group(organization):
    group = Group.objects.create(name="NorthX editors")
    OrganizationExtension.objects.create(organization=organization, group=group)
    return group


@pytest.fixture
def anonymous(partner):
    return client_of()


@pytest.fixture
def plain_user(partner):
    return UserFactory(username="plain")


@pytest.fixture
def plain(plain_user):
    return client_of(plain_user)


@pytest.fixture
def staff_user(partner):
    return StaffUserFactory(username="admin")


@pytest.fixture
def staff(staff_user):
    return client_of(staff_user)


@pytest.fixture
def superuser(partner):
    return client_of(UserFactory(username="super", is_superuser=True))


@pytest.fixture
def member_user(organization_group):
    user = UserFactory(username="member")
    user.groups.add(organization_group)
    return user


@pytest.fixture
def member(member_user):
    """In the group of NorthX."""
    return client_of(member_user)


@pytest.fixture
def stranger(partner):
    """In a group that has to do with no organization."""
    user = UserFactory(username="stranger")
    user.groups.add(Group.objects.create(name="Others"))
    return client_of(user)


@pytest.fixture
def course(partner, organization):
    return FullCourseFactory(partner=partner, key="NorthX+GEO101", authoring_organizations=[organization])
