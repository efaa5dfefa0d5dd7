from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from course_discovery.apps.course_metadata.admin.drafts import DraftsMarked, PairInline
from course_discovery.apps.course_metadata.models import CourseRun, RestrictedCourseRun, Seat


class SeatInline(PairInline):
    model = Seat
    fields = ("type", "price", "currency", "_upgrade_deadline", "upgrade_deadline_override", "sku", "bulk_sku", "draft")
    raw_id_fields = ("currency",)


class RestrictedCourseRunInline(PairInline):
    model = RestrictedCourseRun


@admin.register(CourseRun)
class CourseRunAdmin(DraftsMarked, SimpleHistoryAdmin):
    list_display = ("key", "title_override", "draft", "status", "type", "start", "end", "hidden")
    list_display_links = ("key", "title_override")
    list_filter = ("draft", "status", "type", "hidden", "pacing_type", "course__partner")
    list_select_related = ("type", "course")
    ordering = ("key", "draft")
    readonly_fields = (
        *DraftsMarked.readonly_fields,
        "key",
        "uuid",
        "ai_languages",
        "enrollment_count",
        "recent_enrollment_count",
        "hidden",
        "enterprise_subscription_inclusion",
    )
    autocomplete_fields = ("language", "transcript_languages", "video_translation_languages")
    raw_id_fields = ("course", "staff", "video", "syllabus")
    search_fields = ("uuid", "key", "title_override", "course__title", "external_key")
    search_help_text = "UUID, key, title or external key"
    inlines = (SeatInline, RestrictedCourseRunInline)

    def save_model(self, request: HttpRequest, obj: CourseRun, form: Any, change: bool) -> None:
        obj.enterprise_subscription_inclusion = obj.computed_subscription_inclusion
        super().save_model(request, obj, form, change)


@admin.register(Seat)
class SeatAdmin(DraftsMarked, SimpleHistoryAdmin):
    list_display = ("course_run", "draft", "type", "price", "currency", "upgrade_deadline", "sku")
    list_filter = ("draft", "type")
    list_select_related = ("course_run__course", "type", "currency")
    raw_id_fields = ("course_run", "currency")
    search_fields = ("course_run__key", "course_run__uuid", "sku", "bulk_sku")


@admin.register(RestrictedCourseRun)
class RestrictedCourseRunAdmin(DraftsMarked):
    list_display = ("course_run", "draft", "restriction_type")
    list_filter = ("draft", "restriction_type")
    list_select_related = ("course_run__course",)
    raw_id_fields = ("course_run",)
    search_fields = ("course_run__key", "course_run__uuid")
