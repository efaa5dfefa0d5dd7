from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request

from course_discovery.apps.api.v1.filters.organization import OrganizationParams, filter_organizations
from course_discovery.apps.api.v1.serializers.organization import OrganizationSerializer
from course_discovery.apps.api.v1.views.base import CachedReadViewSet
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.course_metadata.selectors.pages import load_organizations
from course_discovery.apps.publisher.selectors.organizations import visible_organizations
from course_discovery.rest.pagination import ProxiedPagination


class OrganizationViewSet(CachedReadViewSet):
    """Organization resource."""

    params_class = OrganizationParams
    queryset = Organization.objects.select_related("partner").order_by("created", "pk")
    serializer_class = OrganizationSerializer
    pagination_class = ProxiedPagination
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f-]+"

    def may_cache(self, request: Request) -> bool:
        """What others see hangs on grants, whose withdrawal must show at once."""
        return bool(request.user.is_staff)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        visible = visible_organizations(self.request.user, self.of_partner(queryset))
        return filter_organizations(visible, self.params)

    def load(self, rows: list[Any]) -> None:
        load_organizations(rows)
