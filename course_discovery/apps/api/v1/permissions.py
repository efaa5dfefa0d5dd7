"""Who may use the views; object permissions are asked here and nowhere else."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request

from course_discovery.apps.catalogs.selectors.catalogs import CHANGE, DELETE, VIEW, may, may_create
from course_discovery.apps.publisher.selectors.organizations import membership_of


class CatalogueMaking(IsAuthenticated):
    """For those who make the catalogue: staff, and members of any group."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        return bool(request.user.is_staff or membership_of(request.user).in_a_group)


class StaffWriting(IsAuthenticated):
    """Writing is for staff."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and (request.method in SAFE_METHODS or request.user.is_staff)


class StaffOrSuperuser(IsAuthenticated):
    """For staff, and for superusers even if they are not."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and bool(request.user.is_staff or request.user.is_superuser)


class CatalogueEditing(IsAuthenticated):
    """Reading is for every account; the drafts (`editable`, or any write) for staff and members of a group."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if request.method in SAFE_METHODS and not view.is_editing:
            return True
        return bool(view.is_internal)


class CatalogAccess(IsAuthenticated):
    """What each catalog's own grants and global permissions allow; staff may do everything."""

    ACTIONS = {"PUT": CHANGE, "PATCH": CHANGE, "DELETE": DELETE}

    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and (request.method != "POST" or may_create(request.user))

    def has_object_permission(self, request: Request, view: Any, obj: Any) -> bool:
        return may(request.user, self.ACTIONS.get(str(request.method), VIEW), obj)
