"""Addresses under /publisher/: who belongs to organizations."""

from django.urls import include, path, re_path

from course_discovery.apps.api.v1.views.organization_user import (
    OrganizationGroupUsersView,
    OrganizationUserRolesView,
    OrganizationUsersView,
)

app_name = "publisher"

# An id or a UUID.
_ORGANIZATION = "(?P<pk>[0-9a-f-]+)"

_api = [
    path("admins/organizations/users/", OrganizationUsersView.as_view(), name="organization_users"),
    re_path(
        f"^admins/organizations/{_ORGANIZATION}/users/$",
        OrganizationGroupUsersView.as_view(),
        name="organization_group_users",
    ),
    re_path(
        f"^admins/organizations/{_ORGANIZATION}/roles/$",
        OrganizationUserRolesView.as_view(),
        name="organization_user_roles",
    ),
]

urlpatterns = [path("api/", include((_api, "api")))]
