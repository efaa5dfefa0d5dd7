from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.course_metadata.services.bulk_operations import submit_bulk_operation


@admin.register(BulkOperationTask)
class BulkOperationTaskAdmin(admin.ModelAdmin):
    """Files are uploaded here and never changed: what was asked for, and what came of it, stands as it was."""

    list_display = ("id", "csv_file", "task_type", "uploaded_by", "status", "task_id")
    list_filter = ("task_type", "status")
    list_select_related = ("uploaded_by",)
    ordering = ("-created", "-pk")
    uploaded = ("csv_file", "task_type")
    done = ("status", "task_id", "uploaded_by", "created", "modified", "task_summary", "task_result_status_summary")

    def get_fields(self, request: HttpRequest, obj: BulkOperationTask | None = None) -> tuple[str, ...]:
        return (*self.uploaded, *self.done) if obj else self.uploaded

    def get_readonly_fields(self, request: HttpRequest, obj: BulkOperationTask | None = None) -> tuple[str, ...]:
        return (*self.uploaded, *self.done) if obj else ()

    def save_model(self, request: HttpRequest, obj: BulkOperationTask, form: Any, change: bool) -> None:
        if not change:
            submit_bulk_operation(obj, request.user)

    @admin.display(description="Task result")
    def task_result_status_summary(self, task: BulkOperationTask) -> str:
        if not task.task_id:
            return "No task ID"
        result = task.task_result
        return f"{result.status}: {result.result}" if result else "No result found"
