"""Parameters of bulk operations, and the tasks they select."""

from typing import Any

from django.db.models import QuerySet

from course_discovery.apps.course_metadata.choices import BulkOperationStatus
from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.rest.params import ChoiceParam, CsvParam, FlagParam, QueryParams

SORTABLE = frozenset({"created", "status"})


class BulkOperationTaskParams(QueryParams):
    status = ChoiceParam(tuple(BulkOperationStatus.values), help_text="Tasks that stand so.")
    ordering = CsvParam(help_text="`created` or `status`, comma-separated, `-` before one for descending.")
    include_result = FlagParam(help_text="Tell in `result` what the job ended in.")


def filter_tasks(tasks: QuerySet[BulkOperationTask], params: dict[str, Any]) -> QuerySet[BulkOperationTask]:
    """The tasks that stand as asked, the newest first unless asked otherwise. Unknown names of orders are ignored."""
    if params["status"]:
        tasks = tasks.filter(status=params["status"])
    known = [name for name in params["ordering"] or [] if name.removeprefix("-") in SORTABLE]
    return tasks.order_by(*(known or ["-created"]), "-pk")
