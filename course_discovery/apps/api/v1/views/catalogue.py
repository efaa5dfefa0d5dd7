"""What the views of courses and course runs share."""

from functools import cached_property
from typing import Any

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from course_discovery.apps.api.v1.permissions import CatalogueEditing, is_internal
from course_discovery.apps.api.v1.serializers.marketing import tracking_query
from course_discovery.apps.api.v1.views.base import CachedReadViewSet
from course_discovery.rest.pagination import ProxiedPagination
from course_discovery.rest.serializers import SparseFields


class CatalogueViewSet(CachedReadViewSet):
    """Rows that exist as drafts and as official rows: the official ones, or the drafts to be edited."""

    permission_classes = (CatalogueEditing,)
    pagination_class = ProxiedPagination

    @cached_property
    def is_editing(self) -> bool:
        return self.request.method not in SAFE_METHODS or self.params["editable"]

    @cached_property
    def is_internal(self) -> bool:
        return is_internal(self.request.user)

    @cached_property
    def sparse(self) -> SparseFields:
        return SparseFields.read(self.request)

    def may_cache(self, request: Request) -> bool:
        """Editors see their own changes at once."""
        return super().may_cache(request) and not self.is_editing

    def load(self, rows: list[Any]) -> None:
        """Loads all that showing these rows needs."""
        raise NotImplementedError

    def paginate_queryset(self, queryset: Any) -> list[Any] | None:
        page = super().paginate_queryset(queryset)
        if page:
            self.load(page)
        return page

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context() | {"sparse": self.sparse}
        user = self.request.user
        if user.is_authenticated and self.request.method in SAFE_METHODS and not self.params["exclude_utm"]:
            context["tracking"] = tracking_query(user)
        return context
