from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from course_discovery.apps.publisher.models import OrganizationExtension, OrganizationUserRole


@admin.register(OrganizationExtension)
class OrganizationExtensionAdmin(SimpleHistoryAdmin):
    list_display = ("organization", "group")
    list_select_related = ("organization", "group")
    raw_id_fields = ("organization",)
    search_fields = ("organization__key", "organization__name", "group__name")


@admin.register(OrganizationUserRole)
class OrganizationUserRoleAdmin(SimpleHistoryAdmin):
    list_display = ("organization", "user", "role")
    list_filter = ("role",)
    list_select_related = ("organization", "user")
    raw_id_fields = ("organization", "user")
    search_fields = ("organization__key", "organization__name", "user__username", "user__email")
