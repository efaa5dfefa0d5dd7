from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from course_discovery.apps.course_metadata.admin.configuration import FileConfigurationAdmin
from course_discovery.apps.tagging.models import CourseVertical, SubVertical, UpdateCourseVerticalsConfig, Vertical
from course_discovery.apps.tagging.selectors.assignments import may_assign_verticals
from course_discovery.apps.tagging.services.verticals import deactivate_sub_verticals


class SuperusersWrite(admin.ModelAdmin):
    """Others may look if they hold the permission to."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)


class SubVerticalInline(admin.TabularInline):
    model = SubVertical
    extra = 0
    fields = ("name", "is_active", "slug")
    readonly_fields = ("slug",)


@admin.register(Vertical)
class VerticalAdmin(SuperusersWrite, SimpleHistoryAdmin):
    list_display = ("name", "is_active", "slug")
    list_filter = ("is_active",)
    readonly_fields = ("slug",)
    search_fields = ("name",)
    inlines = (SubVerticalInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and "is_active" in form.changed_data and not form.instance.is_active:
            deactivate_sub_verticals(form.instance)


@admin.register(SubVertical)
class SubVerticalAdmin(SuperusersWrite, SimpleHistoryAdmin):
    list_display = ("name", "is_active", "slug", "vertical")
    list_filter = ("vertical", "is_active")
    list_select_related = ("vertical",)
    readonly_fields = ("slug",)
    search_fields = ("name",)


class CourseVerticalForm(forms.ModelForm):
    """Offers what is in use, and what the course has."""

    class Meta:
        model = CourseVertical
        fields = ("course", "vertical", "sub_vertical")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"vertical", "sub_vertical"} & set(self.fields):
            field: Any = self.fields[name]
            field.queryset = field.queryset.filter(Q(is_active=True) | Q(pk=getattr(self.instance, f"{name}_id")))


@admin.register(CourseVertical)
class CourseVerticalAdmin(SimpleHistoryAdmin):
    form = CourseVerticalForm
    list_display = ("course", "vertical", "sub_vertical")
    list_filter = ("vertical", "sub_vertical")
    list_select_related = ("course", "vertical", "sub_vertical")
    autocomplete_fields = ("course",)
    search_fields = ("course__key", "course__title", "vertical__name", "sub_vertical__name")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_assign_verticals(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_assign_verticals(request.user) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_assign_verticals(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_assign_verticals(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_assign_verticals(request.user)


admin.site.register(UpdateCourseVerticalsConfig, FileConfigurationAdmin)
