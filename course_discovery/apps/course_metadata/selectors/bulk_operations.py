"""What came of uploaded files of changes."""

from collections.abc import Iterable

from django_celery_results.models import TaskResult

from course_discovery.apps.course_metadata.models import BulkOperationTask


def results_of(tasks: Iterable[BulkOperationTask]) -> dict[str, str | None]:
    """Return the stored results of their jobs by `task_id`, as text; jobs without a result are left out. One query."""
    ids = [task.task_id for task in tasks if task.task_id]
    if not ids:
        return {}
    return dict(TaskResult.objects.filter(task_id__in=ids).values_list("task_id", "result"))
