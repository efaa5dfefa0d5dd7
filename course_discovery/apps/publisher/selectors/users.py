"""The accounts that edit and look after the courses of organizations."""

from django.db.models import QuerySet

from course_discovery.apps.core.models import Partner, User
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.publisher.models import OrganizationExtension, OrganizationUserRole


def users_of_partner(partner: Partner | None) -> QuerySet[User]:
    """Return the members of the groups of a partner's organizations by name, each once; without a partner, none."""
    return _members_of(
        OrganizationExtension.objects.filter(organization__partner=partner, organization__partner__isnull=False)
    )


def colleagues_of(user: User) -> QuerySet[User]:
    """Return those who are in the group of an organization together with the account, it included, by name."""
    return _members_of(OrganizationExtension.objects.filter(group__user=user))


def users_of_organization(extension: OrganizationExtension) -> QuerySet[User]:
    """Return the members of an organization's group by name."""
    return _members_of(OrganizationExtension.objects.filter(pk=extension.pk))


def roles_in_organizations(organizations: QuerySet[Organization]) -> QuerySet[OrganizationUserRole]:
    """Return who looks after these organizations, with the accounts, the latest first."""
    roles = OrganizationUserRole.objects.filter(organization__in=organizations.order_by().values("pk"))
    return roles.select_related("user").order_by("-created", "-pk")


def _members_of(extensions: QuerySet[OrganizationExtension]) -> QuerySet[User]:
    memberships = User.groups.through.objects.filter(group__in=extensions.order_by().values("group"))
    return User.objects.filter(pk__in=memberships.values("user")).order_by("full_name", "username")
