from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins

from course_discovery.apps.api.v1.filters.bulk_operation_task import BulkOperationTaskParams, filter_tasks
from course_discovery.apps.api.v1.permissions import StaffOrSuperuser
from course_discovery.apps.api.v1.serializers.bulk_operation_task import BulkOperationTaskSerializer
from course_discovery.apps.api.v1.views.base import ReadViewSet
from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.course_metadata.selectors.bulk_operations import results_of
from course_discovery.rest.pagination import PageNumberPagination


class BulkOperationTaskViewSet(mixins.CreateModelMixin, ReadViewSet):
    """Bulk Operation Task resource: files of changes to the catalogue, and what has become of them by now."""

    permission_classes = (StaffOrSuperuser,)
    params_class = BulkOperationTaskParams
    queryset = BulkOperationTask.objects.select_related("uploaded_by")
    serializer_class = BulkOperationTaskSerializer
    pagination_class = PageNumberPagination
    lookup_value_regex = "[0-9]{1,9}"

    def filter_queryset(self, queryset: QuerySet[BulkOperationTask]) -> QuerySet[BulkOperationTask]:
        return filter_tasks(queryset, self.params) if self.action == "list" else queryset

    def load(self, rows: list[Any]) -> None:
        if self.params["include_result"]:
            results = results_of(rows)
            for task in rows:
                task.loaded_result = results.get(task.task_id)
