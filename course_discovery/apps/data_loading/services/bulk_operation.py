"""Doing what an uploaded file of changes asks for."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.choices import BulkOperationStatus, BulkOperationType
from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.data_loading.loaders.external_course_messages import ERROR_CODES
from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.models.refresh_run import RunStatus
from course_discovery.apps.data_loading.pipelines import BULK_PIPELINES
from course_discovery.apps.data_loading.selectors.default_partner import default_partner
from course_discovery.apps.data_loading.services.file_load import load_table
from course_discovery.apps.data_loading.sources.table import Table, UnreadableTable

logger = logging.getLogger(__name__)

# The code of what kept a whole file from being done.
FAILED = "FAILED"
KILLED = "The job was killed before the end of the file."
_PROCESSING = BulkOperationStatus.Processing
Errors = Mapping[str, list[str]]


class BulkOperationFailed(Exception):
    """A file of changes that was not read to its end."""


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
    task, has_begun = None, False
    try:
        has_begun = _move(pk, BulkOperationStatus.Pending, _PROCESSING)
        task = BulkOperationTask.objects.get(pk=pk)
        if not has_begun:
            logger.info("BulkOperationTask %s is %s already: nothing is done.", pk, task.status)
            return task.task_summary
        pipeline = BULK_PIPELINES[BulkOperationType(task.task_type)]
        run = load_table(_partner(), pipeline, _table(task), _Unwatched(), requested_by=task.uploaded_by)
        _fail_killed()
        if run.status != RunStatus.Completed:
            raise BulkOperationFailed(run.error)
    except BaseException as error:
        logger.exception("An exception occurred while processing BulkOperationTask with id %s", pk)
        if task is not None and has_begun:
            _fail(task, _reason(error))
        raise
    told = _told(task, run)
    _repeat(told["errors"])
    is_whole = run.failed == 0
    _move(pk, _PROCESSING, BulkOperationStatus.Completed if is_whole else BulkOperationStatus.PartiallyCompleted, told)
    return told


def _move(pk: int, before: str, after: str, summary: Mapping[str, Any] | None = None) -> bool:
    """Give the task a status if it still has the one before: of two at once, one gets it."""
    values = {} if summary is None else {"task_summary": summary}
    tasks = BulkOperationTask.objects.filter(pk=pk, status=before)
    return bool(tasks.update(status=after, modified=timezone.now(), **values))


def _told(task: BulkOperationTask, run: SourceRun) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    for code, message in run.row_failures.filter(skipped=False).order_by("pk").values_list("code", "message"):
        errors.setdefault(code, []).append(message)
    return {"summary": _SUMMARIES[BulkOperationType(task.task_type)](run, errors), "errors": errors}


def _repeat(errors: Errors) -> None:
    """Log all messages once more, where people look for them: at the end, in the order of their codes."""
    places = {code: place for place, code in enumerate(ERROR_CODES)}
    codes = sorted(errors, key=lambda code: places.get(code, len(places)))
    messages = [message for code in codes for message in errors[code]]
    logger.info("\n".join(["Summarized errors:", *messages]) if messages else "No errors reported in the ingestion")


def _fail(task: BulkOperationTask, reason: str) -> None:
    """End a task with the reason; what its job did up to then is done, and told."""
    run = SourceRun.objects.filter(url=str(task.csv_file)).order_by("pk").last()
    told = {"summary": {}, "errors": {}} if run is None else _told(task, run)
    told["errors"][FAILED] = [reason]
    _move(task.pk, _PROCESSING, BulkOperationStatus.Failed, told)


def _fail_killed() -> None:
    """End the tasks whose job was killed: a later load of their kind has found theirs abandoned, or they wait for their
    turn for longer than anybody may."""
    tasks = {str(task.csv_file): task for task in BulkOperationTask.objects.filter(status=_PROCESSING)}
    runs = SourceRun.objects.filter(url__in=tasks)
    for run in runs.filter(status=RunStatus.Abandoned):
        _fail(tasks[run.url], KILLED)
    longest_wait = timedelta(seconds=2 * settings.DATA_LOADING_FILE_WAIT_SECONDS)
    for url in tasks.keys() - set(runs.values_list("url", flat=True)):
        if timezone.now() - tasks[url].modified > longest_wait:
            _fail(tasks[url], KILLED)


def _reason(error: BaseException) -> str:
    if isinstance(error, UnreadableTable | BulkOperationFailed):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _partner() -> Partner:
    partner = default_partner()
    if partner is None:
        raise BulkOperationFailed("DEFAULT_PARTNER_ID names no partner")
    return partner


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
