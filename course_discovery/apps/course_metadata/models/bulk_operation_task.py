"""Files of changes that somebody uploaded."""

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django_celery_results.models import TaskResult

from course_discovery.apps.course_metadata.choices import BulkOperationStatus, BulkOperationType
from course_discovery.lib.timestamps import TimeStampedModel

NO_USER = "User is required to save the BulkOperationTask"


def upload_path(instance: models.Model, filename: str) -> str:
    """A folder of its own for each file: nobody guesses the address of another's, and it keeps its name."""
    return f"bulk_operations/uploads/{uuid.uuid4()}/{filename}"


class BulkOperationTask(TimeStampedModel):
    """A CSV file and what has become of it: services/bulk_operations.py takes it in, a job does what it asks for."""

    csv_file = models.FileField(
        upload_to=upload_path,
        validators=[FileExtensionValidator(["csv"])],
        help_text="It expects the data will be provided in a csv file format "
        "with first row containing all the headers.",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="bulk_operation_tasks",
        help_text="User who uploaded the file",
    )
    task_summary = models.JSONField(null=True, blank=True, help_text="Summary of the task")
    task_type = models.CharField(
        max_length=255,
        choices=BulkOperationType.choices,
        verbose_name="Task Type",
        help_text="Type of Bulk Task to be performed",
    )
    status = models.CharField(
        max_length=50,
        choices=BulkOperationStatus.choices,
        default=BulkOperationStatus.Pending,
        help_text="Status of the Bulk Task",
    )
    task_id = models.CharField(
        max_length=255,
        unique=True,
        null=True,
        blank=True,
        help_text="Identifier of the celery task associated with this bulk task",
    )

    def __str__(self) -> str:
        uploader = self.uploaded_by.get_username() if self.uploaded_by else None
        return f"{self.csv_file} - {self.task_type} - {self.status} - {uploader}"

    def save(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        """Save; `user` is the uploader of a task that has none yet. Raises ValueError if nobody is."""
        if self.uploaded_by_id is None:
            if user is None:
                raise ValueError(NO_USER)
            self.uploaded_by = user
        super().save(*args, **kwargs)

    @property
    def task_result(self) -> TaskResult | None:
        """What Celery keeps of the job; None before it has begun. One query."""
        return TaskResult.objects.filter(task_id=self.task_id).first() if self.task_id else None
