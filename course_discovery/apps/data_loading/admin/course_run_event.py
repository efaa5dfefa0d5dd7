"""Events of the event bus: the newest of each run, and what came of it."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from course_discovery.apps.data_loading.models import CourseRunEvent
from course_discovery.apps.data_loading.services.course_run_event import wait_again
from course_discovery.apps.data_loading.tasks import apply_event_later
from course_discovery.lib.read_only_admin import ReadOnly

START = "data_loading.start_refresh"


@admin.register(CourseRunEvent)
class CourseRunEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("key", "time", "status", "received", "handled", "error")
    list_filter = ("status",)
    search_fields = ("key", "error")
    date_hierarchy = "received"
    list_per_page = 100
    show_full_result_count = False
    actions = ("apply_again",)

    def has_start_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(START)

    @admin.action(description="Apply again", permissions=["start"])
    def apply_again(self, request: HttpRequest, queryset: QuerySet[CourseRunEvent]) -> Any:
        events = list(queryset)
        with transaction.atomic():
            wait_again(events)
            for event in events:
                transaction.on_commit(partial(apply_event_later, event.key, 0))
        messages.success(request, f"To be applied again: {len(events)}.")
