"""Who asks: the roles that recordings name."""

from django.contrib.auth.models import Group

from course_discovery.apps.core.models import User
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.publisher.models import OrganizationExtension

PASSWORD = "asks-what-was-asked"  # noqa: S105 (of a throw-away installation)
# Rights by role; a role that is not among them is an ordinary account.
RIGHTS = {
    "admin": {"is_staff": True, "is_superuser": True},
    "staff": {"is_staff": True},
    "otherstaff": {"is_staff": True},
    "super": {"is_superuser": True},
    "inactive": {"is_active": False},
}
# Members of the group of an organization, that of the first courses.
MEMBERS = ("editor", "member2", "dutmember", "other")


def make_accounts(names: set[str], organization_key: str | None) -> None:
    """Make an account for each name; those of MEMBERS join the group of the organization."""
    known = set(User.objects.values_list("username", flat=True))
    for name in sorted(names - {"anonymous"} - known):
        user = User(username=name, email=f"{name}@example.com", **RIGHTS.get(name, {}))
        user.set_password(PASSWORD)
        user.save()
    organization = Organization.objects.filter(key=organization_key).first()
    if organization is not None:
        group, _ = Group.objects.get_or_create(name=f"members of {organization.key}")
        OrganizationExtension.objects.get_or_create(organization=organization, defaults={"group": group})
        group.user_set.add(*User.objects.filter(username__in=MEMBERS))
