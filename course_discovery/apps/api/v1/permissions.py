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
        return bool(view.is_internal)
