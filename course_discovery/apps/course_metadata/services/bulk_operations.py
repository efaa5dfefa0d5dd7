"""Taking in files of changes."""

import logging
import uuid
from typing import Any

from django.db import transaction

from course_discovery.apps.course_metadata.choices import BulkOperationStatus
from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.course_metadata.signals import bulk_operation_created

logger = logging.getLogger(__name__)
NOT_STARTED = "NOT_STARTED"


@transaction.atomic
def submit_bulk_operation(task: BulkOperationTask, user: Any) -> None:
    """Store a new task of `user` and have its job started once it is committed.

    A task whose job cannot be started, since the queue is out of reach, is marked as failed with the reason in its
    summary: nobody waits for it in vain.
    """
    task.save(user=user)
    transaction.on_commit(lambda: _start(task))


def _start(task: BulkOperationTask) -> None:
    task.task_id = str(uuid.uuid4())
    task.save(update_fields=["task_id"])
    answers = bulk_operation_created.send_robust(BulkOperationTask, instance=task)
    errors = [answer for _listener, answer in answers if isinstance(answer, Exception)]
    if errors:
        logger.error("The job of bulk operation %s could not be started: %s", task.pk, errors[0])
        task.status = BulkOperationStatus.Failed
        task.task_summary = {"summary": {}, "errors": {NOT_STARTED: [f"The job could not be started: {errors[0]}"]}}
        task.save(update_fields=["status", "task_summary"])
