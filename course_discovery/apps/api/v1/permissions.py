"""Who may use the views; object permissions are asked here and nowhere else."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request


class CatalogueEditing(IsAuthenticated):
    """Reading is for every account; the drafts (`editable`, or any write) for staff and members of a group."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if request.method in SAFE_METHODS and not view.is_editing:
            return True
        return is_internal(request.user)


def is_internal(user: Any) -> bool:
    """Whether the account belongs to the people who make the catalogue: staff, or a member of any group."""
    return bool(user.is_staff or user.is_publisher_user)
