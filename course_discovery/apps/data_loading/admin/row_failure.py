"""Rows that could not be loaded, and why."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars

from course_discovery.apps.data_loading.models import RefreshRun, RowFailure
from course_discovery.lib.read_only_admin import ReadOnly

REFRESHES_OFFERED = 20


class RefreshFilter(admin.SimpleListFilter):
    """One of the latest refreshes, or any other that the address names."""

    title = "refresh"
    parameter_name = "refresh_run"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        runs = RefreshRun.objects.select_related("partner")
        latest = list(runs[:REFRESHES_OFFERED])
        asked = self._asked()
        if asked and asked not in [run.pk for run in latest]:
            latest += runs.filter(pk=asked)
        return [(str(run.pk), str(run)) for run in latest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RowFailure]) -> QuerySet[RowFailure]:
        asked = self._asked()
        # The few sources of the refresh lead to its failures by an index, whatever else is asked of them.
        return queryset.filter(source_run__refresh_run=asked) if asked else queryset

    def has_output(self) -> bool:
        return True

    def _asked(self) -> int | None:
        value = self.value() or ""
        return int(value) if value.isdecimal() and len(value) < 10 else None


@admin.register(RowFailure)
class RowFailureAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("key", "code", "beginning", "page", "skipped", "source", "started")
    list_filter = ("skipped", "code", "source_run__source", RefreshFilter)
    search_fields = ("key", "code", "message")
    search_help_text = "Words of the key, the code or the message."
    ordering = ("-pk",)
    list_per_page = 100
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[RowFailure]:
        # Not joined: a database that begins with the few source runs sorts all failures to show the last hundred.
        return super().get_queryset(request).prefetch_related("source_run")

    @admin.display(description="message")
    def beginning(self, failure: RowFailure) -> str:
        return truncatechars(failure.message, 300)

    @admin.display(ordering="source_run__source")
    def source(self, failure: RowFailure) -> str:
        return failure.source_run.source

    @admin.display(ordering="source_run__started")
    def started(self, failure: RowFailure) -> Any:
        return failure.source_run.started
