from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from course_discovery.apps.publisher.models import OrganizationExtension, OrganizationUserRole, OutboundPush
from course_discovery.apps.publisher.services.outbox import send_again


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


@admin.register(OutboundPush)
class OutboundPushAdmin(admin.ModelAdmin):
    """What outside systems were told, and what they are still to be told."""

    list_display = ("created", "partner", "system", "what", "key", "status", "attempts", "due", "result")
    list_filter = ("status", "system", "what", "partner")
    list_select_related = ("partner",)
    search_fields = ("key", "result")
    ordering = ("-pk",)
    show_full_result_count = False
    actions = ("send_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Try again what was given up", permissions=["delete"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutboundPush]) -> None:
        count = send_again(queryset)
        self.message_user(request, f"{count} pushes are tried again.", messages.SUCCESS)
