"""Doing what an uploaded file of changes asks for."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.choices import BulkOperationStatus, BulkOperationType
from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.models.refresh_run import RunStatus
from course_discovery.apps.data_loading.pipelines import BULK_PIPELINES
from course_discovery.apps.data_loading.services.file_load import load_table
from course_discovery.apps.data_loading.sources.table import Table, UnreadableTable

logger = logging.getLogger(__name__)

# The code of what kept a whole file from being done.
FAILED = "FAILED"
Errors = Mapping[str, list[str]]


class BulkOperationFailed(Exception):
    """A file of changes that was not read to its end, with what is known of the rows that were."""

    def __init__(self, reason: str, summary: Mapping[str, Any], errors: Errors) -> None:
        super().__init__(reason)
        self.summary = summary
        self.errors = errors


class _Unwatched:
    """Nobody looks on: tasks are looked up."""

    def source_started(self, source_run: SourceRun) -> None: ...

    def page_done(self, source_run: SourceRun, number: int, pages: int) -> None: ...

    def source_ended(self, source_run: SourceRun) -> None: ...


def process_bulk_operation(pk: int) -> dict[str, Any] | None:
    """Do a pending task and return its summary, which is stored on it as well: counters, and messages by code.

    It ends as completed, as partially completed when rows failed, as failed with the reason when the file could not be
    loaded; then that is raised. Of a job that is delivered twice the second does nothing but return what is stored.
    """
    try:
        if not _move(pk, BulkOperationStatus.Pending, BulkOperationStatus.Processing):
            task = BulkOperationTask.objects.get(pk=pk)
            logger.info("BulkOperationTask %s is %s already: nothing is done.", pk, task.status)
            return task.task_summary
        task = BulkOperationTask.objects.get(pk=pk)
        summary, has_errors = _process(task)
    except BaseException as error:
        logger.exception("An exception occurred while processing BulkOperationTask with id %s", pk)
        _move(pk, BulkOperationStatus.Processing, BulkOperationStatus.Failed, _failure(error))
        raise
    status = BulkOperationStatus.PartiallyCompleted if has_errors else BulkOperationStatus.Completed
    _move(pk, BulkOperationStatus.Processing, status, summary)
    return summary


def _move(pk: int, before: str, after: str, summary: Mapping[str, Any] | None = None) -> bool:
    """Give the task a status if it still has the one before: of two at once, one gets it."""
    values = {} if summary is None else {"task_summary": summary}
    tasks = BulkOperationTask.objects.filter(pk=pk, status=before)
    return bool(tasks.update(status=after, modified=timezone.now(), **values))


def _process(task: BulkOperationTask) -> tuple[dict[str, Any], bool]:
    run = load_table(_partner(), BULK_PIPELINES[BulkOperationType(task.task_type)], _table(task), _Unwatched())
    errors: dict[str, list[str]] = {}
    for code, message in run.row_failures.filter(skipped=False).order_by("pk").values_list("code", "message"):
        errors.setdefault(code, []).append(message)
    summary = _SUMMARIES[BulkOperationType(task.task_type)](run, errors)
    if run.status != RunStatus.Completed:
        raise BulkOperationFailed(run.error, summary, errors)
    return {"summary": summary, "errors": errors}, run.failed > 0


def _failure(error: BaseException) -> dict[str, Any]:
    if isinstance(error, BulkOperationFailed):
        return {"summary": dict(error.summary), "errors": {**error.errors, FAILED: [str(error)]}}
    reason = str(error) if isinstance(error, UnreadableTable) else f"{type(error).__name__}: {error}"
    return {"summary": {}, "errors": {FAILED: [reason]}}


def _partner() -> Partner:
    """Return the partner of DEFAULT_PARTNER_ID, without that the only one there is. Raises BulkOperationFailed."""
    pk = settings.DEFAULT_PARTNER_ID
    partners = list(Partner.objects.filter(**({} if pk is None else {"pk": pk}))[:2])
    if len(partners) != 1:
        raise BulkOperationFailed("DEFAULT_PARTNER_ID names no partner", {}, {})
    return partners[0]


def _table(task: BulkOperationTask) -> Table:
    name = str(task.csv_file.name)
    try:
        with task.csv_file.open("rb") as file:
            return Table.from_csv(file.read(), name)
    except OSError as error:
        raise UnreadableTable(f"Error opening CSV file at path: {name}: {error}") from error


def _editors_summary(run: SourceRun, errors: Errors) -> dict[str, Any]:
    return {"total_count": run.seen, **_counts(run), "errors": _messages(errors)}


def _reruns_summary(run: SourceRun, errors: Errors) -> dict[str, Any]:
    return {
        "total_runs_count": run.seen,
        **_counts(run),
        "errors": _messages(errors),
        "new_runs": run.results.get("new_runs", []),
    }


def _courses_summary(run: SourceRun, errors: Errors) -> dict[str, Any]:
    return {
        "total_products_count": run.seen,
        **_counts(run),
        "updated_products_count": run.updated,
        "created_products": run.results.get("created_products", []),
        "others": run.results.get("others", []),
    }


def _counts(run: SourceRun) -> dict[str, int]:
    return {"success_count": run.seen - run.failed, "failure_count": run.failed}


def _messages(errors: Errors) -> list[str]:
    return [message for messages in errors.values() for message in messages]


_SUMMARIES: Mapping[BulkOperationType, Callable[[SourceRun, Errors], dict[str, Any]]] = {
    BulkOperationType.CourseCreate: _courses_summary,
    BulkOperationType.PartialUpdates: _courses_summary,
    BulkOperationType.CourseRerun: _reruns_summary,
    BulkOperationType.CourseEditorUpdate: _editors_summary,
}
