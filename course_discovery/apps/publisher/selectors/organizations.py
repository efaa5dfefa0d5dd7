"""Which organizations an account sees and belongs to."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_user

from course_discovery.apps.core.models import User
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.publisher.models import OrganizationExtension

VIEW_COURSE = "publisher.publisher_view_course"


def visible_organizations(user: User, organizations: QuerySet[Organization]) -> QuerySet[Organization]:
    """Return those the account sees: staff all, everybody else where a grant on the organization's extension says so.

    The grant may be the account's or one of its groups'. Being a superuser or holding the permission globally
    does not count.
    """
    if user.is_staff:
        return organizations
    extensions: QuerySet[Any] = get_objects_for_user(
        user, VIEW_COURSE, klass=OrganizationExtension, with_superuser=False, accept_global_perms=False
    )
    return organizations.filter(pk__in=extensions.values("organization"))


class Membership(NamedTuple):
    """Whether an account is in any group at all, and the organizations whose groups it is in."""

    in_a_group: bool
    organizations: frozenset[int]


def membership_of(user: User) -> Membership:
    """Return both in one query."""
    groups = list(user.groups.values_list("organization_extension__organization", flat=True))
    return Membership(bool(groups), frozenset(organization for organization in groups if organization))


def organizations_of(user: User) -> QuerySet[Organization]:
    """Return the organizations whose group the account is a member of."""
    return Organization.objects.filter(organization_extension__group__user=user)
