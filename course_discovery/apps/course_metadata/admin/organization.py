from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from course_discovery.apps.course_metadata.models import Organization, OrganizationMapping, Source
from course_discovery.apps.course_metadata.services.enterprise_subscription import update_inclusion_of_organization


class OrganizationMappingInline(admin.TabularInline):
    model = OrganizationMapping
    extra = 0


@admin.register(Organization)
class OrganizationAdmin(SimpleHistoryAdmin):
    list_display = ("key", "name", "partner", "uuid")
    list_filter = ("partner",)
    list_select_related = ("partner",)
    search_fields = ("uuid", "name", "key")
    readonly_fields = ("uuid", "slug", "data_modified_timestamp")
    inlines = (OrganizationMappingInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # The keys of its courses are made of the key.
        return (*self.readonly_fields, "key") if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "enterprise_subscription_inclusion" in form.changed_data:
            update_inclusion_of_organization(obj.pk)


@admin.register(OrganizationMapping)
class OrganizationMappingAdmin(admin.ModelAdmin):
    list_display = ("organization", "source", "organization_external_key")
    list_select_related = ("organization", "source")
    raw_id_fields = ("organization",)
    search_fields = ("organization__key", "organization__name", "organization_external_key")


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "description")
    raw_id_fields = ("ofac_restricted_program_types",)
    search_fields = ("name", "slug")
