"""Records of refreshes, to read: what was asked, what came of it, which rows could not be loaded and why."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from course_discovery.apps.data_loading.models import PageCheckpoint, RefreshRun, RowFailure, SourceRun

COUNTS = ("pages", "pages_failed", "seen", "created", "updated", "unchanged", "skipped", "failed")


class ReadOnly:
    """Nobody writes these rows but a refresh."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SourceRunInline(ReadOnly, admin.TabularInline):
    model = SourceRun
    fields = ("source", "status", *COUNTS, "took", "rows")
    readonly_fields = ("took", "rows")
    show_change_link = True

    @admin.display(description="seconds")
    def took(self, source_run: SourceRun) -> str:
        return _seconds(source_run)

    @admin.display(description="rows not loaded")
    def rows(self, source_run: SourceRun) -> str:
        return _link_to_failures(source_run)


@admin.register(RefreshRun)
class RefreshRunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("started", "partner", "stage", "status", "took", "resumed", "error")
    list_filter = ("status", "partner")
    list_select_related = ("partner",)
    date_hierarchy = "started"
    list_per_page = 50
    inlines = (SourceRunInline,)

    @admin.display(description="seconds")
    def took(self, run: RefreshRun) -> str:
        return _seconds(run)


class FailedPageInline(ReadOnly, admin.TabularInline):
    model = PageCheckpoint
    fields = ("number", "error", "at")
    verbose_name_plural = "Pages that could not be read"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(error="")


@admin.register(SourceRun)
class SourceRunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("started", "partner", "source", "status", *COUNTS)
    list_filter = ("source", "status", "refresh_run__partner")
    list_select_related = ("refresh_run__partner",)
    list_per_page = 50
    readonly_fields = ("rows",)
    inlines = (FailedPageInline,)

    @admin.display(ordering="refresh_run__partner")
    def partner(self, source_run: SourceRun) -> str:
        return str(source_run.refresh_run.partner)

    @admin.display(description="rows not loaded")
    def rows(self, source_run: SourceRun) -> str:
        return _link_to_failures(source_run)


@admin.register(RowFailure)
class RowFailureAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("key", "code", "message", "page", "skipped", "source", "started")
    list_filter = ("skipped", "code", "source_run__source")
    list_select_related = ("source_run__refresh_run",)
    search_fields = ("key",)
    ordering = ("-pk",)
    list_per_page = 100
    show_full_result_count = False

    @admin.display(ordering="source_run__source")
    def source(self, failure: RowFailure) -> str:
        return failure.source_run.source

    @admin.display(ordering="source_run__started")
    def started(self, failure: RowFailure) -> Any:
        return failure.source_run.started


def _seconds(run: RefreshRun | SourceRun) -> str:
    return f"{(run.ended - run.started).total_seconds():.1f}" if run.ended else ""


def _link_to_failures(source_run: SourceRun) -> str:
    count = source_run.failed + source_run.skipped
    if not count:
        return ""
    url = reverse("admin:data_loading_rowfailure_changelist")
    return format_html('<a href="{}?source_run__id__exact={}">{} rows</a>', url, source_run.pk, count)
