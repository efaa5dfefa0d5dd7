"""Uploaded files of changes are done by a job as soon as they are stored."""

from typing import Any

from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.course_metadata.signals import bulk_operation_created
from course_discovery.apps.data_loading.tasks import process_bulk_operation_task


def connect() -> None:
    """Listen to the catalogue; called once when Django starts."""
    bulk_operation_created.connect(_on_bulk_operation_created, dispatch_uid="data_loading")


def _on_bulk_operation_created(instance: BulkOperationTask, **_: Any) -> None:
    # It is sent after the commit. A queue that is out of reach is the sender's to tell.
    process_bulk_operation_task.apply_async((instance.pk,), task_id=instance.task_id)
