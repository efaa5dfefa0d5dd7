"""What a refresh read from one source, and the pages that could not be read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path

from course_discovery.apps.data_loading.admin.failure_files import failures_file
from course_discovery.apps.data_loading.models import PageCheckpoint, SourceRun
from course_discovery.lib.read_only_admin import ReadOnly

COUNTS = ("pages", "pages_failed", "seen", "created", "updated", "unchanged", "skipped", "failed")


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
        return render_to_string("data_loading/rows_not_loaded.html", {"run": source_run})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.failures)
        return [path("<int:pk>/failures.csv", view, name="data_loading_sourcerun_failures"), *super().get_urls()]

    def failures(self, request: HttpRequest, pk: int) -> HttpResponse:
        source_run = get_object_or_404(SourceRun, pk=pk)
        return failures_file(request, [source_run], f"{source_run.source}-{pk}-failures")
