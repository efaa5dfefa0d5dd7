"""Which catalogs somebody may read and change, and who may read a catalog."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_user

from course_discovery.apps.catalogs.models import Catalog, CatalogUserGrant
from course_discovery.apps.core.models import User

VIEW, CHANGE, DELETE = "view", "change", "delete"


def visible_catalogs(user: User) -> QuerySet[Catalog]:
    """Return the catalogs the account may read, by id: staff and superusers all.

    Everybody else those on which the account or a group of it holds `view_catalog`, or all if it holds that globally.
    """
    if not user.is_active:
        return Catalog.objects.none()
    if user.is_staff:
        return Catalog.objects.order_by("pk")
    found: QuerySet[Any] = get_objects_for_user(user, "catalogs.view_catalog", klass=Catalog.objects.all())
    return found.order_by("pk")


def may_create(user: User) -> bool:
    return user.is_active and (user.is_staff or user.has_perm("catalogs.add_catalog"))


def may(user: User, action: str, catalog: Catalog) -> bool:
    """Tell whether the account may VIEW, CHANGE or DELETE the catalog.

    Each is a permission of its own: who may change a catalog may not therefore read it.
    """
    permission = f"catalogs.{action}_catalog"
    # Asked without a catalog, Django answers for the global permission; with one, guardian answers for its grants.
    return user.is_active and (user.is_staff or user.has_perm(permission) or user.has_perm(permission, catalog))


def viewers_of(catalogs: Iterable[Catalog]) -> dict[int, list[User]]:
    """Return the viewers of each catalog by its id, ordered by username; one query.

    A viewer holds any permission on the catalog directly, not through a group or by being a superuser.
    """
    viewers: dict[int, dict[int, User]] = {catalog.pk: {} for catalog in catalogs}
    grants: QuerySet[Any] = CatalogUserGrant.objects.filter(content_object__in=list(viewers))
    for grant in grants.select_related("user").order_by("user__username"):
        viewers[grant.content_object_id][grant.user_id] = grant.user
    return {pk: list(users.values()) for pk, users in viewers.items()}
