"""Test objects of the publisher app."""

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory
from course_discovery.apps.publisher.choices import InternalUserRole
from course_discovery.apps.publisher.models import OrganizationExtension, OrganizationUserRole


class GroupFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Group {n}")

    class Meta:
        model = Group


class OrganizationExtensionFactory(DjangoModelFactory):
    organization = factory.SubFactory(OrganizationFactory)
    group = factory.SubFactory(GroupFactory)

    class Meta:
        model = OrganizationExtension


class OrganizationUserRoleFactory(DjangoModelFactory):
    organization = factory.SubFactory(OrganizationFactory)
    user = factory.SubFactory(UserFactory)
    role = InternalUserRole.ProjectCoordinator

    class Meta:
        model = OrganizationUserRole
