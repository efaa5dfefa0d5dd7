"""Who belongs to organizations. Members of a group see their own organizations, staff see all."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView

from course_discovery.apps.api.v1.permissions import CatalogueMaking
from course_discovery.apps.api.v1.serializers.course_editor import EditingUserSerializer
from course_discovery.apps.api.v1.serializers.organization_user import OrganizationUserRoleSerializer
from course_discovery.apps.core.models import User
from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.publisher.models import OrganizationExtension, OrganizationUserRole
from course_discovery.apps.publisher.selectors import users
from course_discovery.apps.publisher.selectors.organizations import organizations_of
from course_discovery.rest.pagination import CursorPagination, FixedPageNumberPagination, PageNumberPagination
from course_discovery.rest.params import CsvParam, QueryParams


class GroupUserPagination(FixedPageNumberPagination):
    """`page` only: pages of 100."""

    page_size = 100


class RoleParams(QueryParams):
    role = CsvParam(help_text="Roles, comma-separated.")


class OfOrganizations(ListAPIView):
    permission_classes = (CatalogueMaking,)

    def organizations(self) -> QuerySet[Organization]:
        """The organization that the path names by its id or its UUID, if the caller sees it, else none."""
        name = self.kwargs["pk"]
        try:
            lookup: dict[str, Any] = {"pk": int(name)} if name.isdigit() else {"uuid": UUID(name)}
        except ValueError:
            raise Http404 from None
        user = self.request.user
        seen = Organization.objects.all() if user.is_staff else organizations_of(user)
        return seen.filter(**lookup)


class OrganizationUsersView(ListAPIView):
    """Users of the organizations of the partner; to members of a group, those they share an organization with."""

    permission_classes = (CatalogueMaking,)
    queryset = User.objects.none()
    serializer_class = EditingUserSerializer
    pagination_class = PageNumberPagination

    def get_queryset(self) -> QuerySet[User]:
        user = self.request.user
        return users.users_of_partner(partner_for_request(self.request)) if user.is_staff else users.colleagues_of(user)


@extend_schema_view(get=extend_schema(operation_id="publisher_api_admins_organizations_members_list"))
class OrganizationGroupUsersView(OfOrganizations):
    """Members of the group of an organization."""

    queryset = User.objects.none()
    serializer_class = EditingUserSerializer
    pagination_class = GroupUserPagination

    def get_queryset(self) -> QuerySet[User]:
        organizations = self.organizations().order_by().values("pk")
        return users.users_of_organization(get_object_or_404(OrganizationExtension, organization__in=organizations))


class OrganizationUserRolesView(OfOrganizations):
    """Those who look after an organization."""

    params_class = RoleParams
    queryset = OrganizationUserRole.objects.none()
    serializer_class = OrganizationUserRoleSerializer
    pagination_class = CursorPagination

    def get_queryset(self) -> QuerySet[OrganizationUserRole]:
        roles = users.roles_in_organizations(self.organizations())
        named = RoleParams.read(self.request)["role"]
        return roles.filter(role__in=named) if named else roles
