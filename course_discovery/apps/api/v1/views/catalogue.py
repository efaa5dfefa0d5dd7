"""What the views of courses and course runs share."""

from functools import cached_property
from typing import Any

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from course_discovery.apps.api.v1.permissions import CatalogueEditing
from course_discovery.apps.api.v1.serializers.marketing import tracking_query
from course_discovery.apps.api.v1.views.base import CachedReadViewSet
from course_discovery.apps.publisher.selectors.organizations import Membership, membership_of
from course_discovery.rest.pagination import ProxiedPagination
from course_discovery.rest.serializers import SparseFields


class CatalogueViewSet(CachedReadViewSet):
    """Rows that exist as drafts and as official rows: the official ones, or the drafts to be edited."""

    permission_classes = (CatalogueEditing,)
    pagination_class = ProxiedPagination

    @cached_property
    def is_editing(self) -> bool:
        if self.request.method not in SAFE_METHODS:
            return True
        return "editable" in self.params_class._declared_fields and self.params["editable"]

    @cached_property
    def membership(self) -> Membership:
        return membership_of(self.request.user)

    @cached_property
    def is_internal(self) -> bool:
        """Whether the caller belongs to those who make the catalogue: staff, or a member of any group."""
        return self.request.user.is_staff or self.membership.in_a_group

    @cached_property
    def sparse(self) -> SparseFields:
        return SparseFields.read(self.request)

    def statuses_left_out(self, *statuses: str) -> list[str]:
        """Of these program statuses, those whose programs the caller did not ask to keep."""
        return [status for status in statuses if not self.params[f"include_{status}_programs"]]

    def may_cache(self, request: Request) -> bool:
        """Editors see their own changes at once."""
        return super().may_cache(request) and not self.is_editing

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context() | {"sparse": self.sparse}
        user = self.request.user
        if user.is_authenticated and self.request.method in SAFE_METHODS and not self.params["exclude_utm"]:
            context["tracking"] = tracking_query(self.request)
        return context
