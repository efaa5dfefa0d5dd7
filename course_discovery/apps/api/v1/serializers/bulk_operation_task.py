from typing import Any

from rest_framework import serializers

from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.course_metadata.services.bulk_operations import submit_bulk_operation


class BulkOperationTaskSerializer(serializers.ModelSerializer):
    """A task, with the result of its job if that has been loaded on it. Clients give the file and its type."""

    uploaded_by = serializers.SlugRelatedField(slug_field="username", read_only=True)
    result = serializers.SerializerMethodField()

    class Meta:
        model = BulkOperationTask
        fields = (
            "id",
            "uploaded_by",
            "result",
            "created",
            "modified",
            "csv_file",
            "task_summary",
            "task_type",
            "status",
            "task_id",
        )
        read_only_fields = ("task_summary", "status", "task_id")

    def get_result(self, task: BulkOperationTask) -> str | None:
        return getattr(task, "loaded_result", None)

    def create(self, validated_data: dict[str, Any]) -> BulkOperationTask:
        task = BulkOperationTask(**validated_data)
        submit_bulk_operation(task, self.context["request"].user)
        return task
