"""The job that does what an uploaded file asks for, shown by files of editors."""

import json
import logging
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.utils import timezone
from django_celery_results.models import TaskResult

from course_discovery.apps.core.tests.factories import PartnerFactory, StaffUserFactory, UserFactory
from course_discovery.apps.course_metadata.models import BulkOperationTask, CourseEditor
from course_discovery.apps.course_metadata.tests.factories import BulkOperationTaskFactory, CourseFactory
from course_discovery.apps.data_loading.models import RefreshRun, RowFailure, SourceRun
from course_discovery.apps.data_loading.services import source_run
from course_discovery.apps.data_loading.services.bulk_operation import process_bulk_operation
from course_discovery.apps.data_loading.services.lease import refreshing
from course_discovery.apps.data_loading.tasks import process_bulk_operation_task
from course_discovery.apps.publisher.tests.factories import OrganizationExtensionFactory

HEADER = "Username or Email,Course Key or UUID,Action"
KIND = "course_editor_update"
TASK_NAME = "course_discovery.apps.course_metadata.tasks.process_bulk_operation"
NOBODY = '[USER_NOT_FOUND] [Row 2] Unable to find user with identifier "nobody".'


@pytest.fixture
def course(organization):
    group = OrganizationExtensionFactory(organization=organization).group
    UserFactory(username="ada").groups.add(group)
    return CourseFactory(
        partner=organization.partner, authoring_organizations=[organization], draft=True, key="LakeX+B1"
    )


def a_task(partner, content):
    """A task whose job was never started."""
    task = BulkOperationTaskFactory(task_type=KIND, task_id="3d0e", csv_file=None)
    task.csv_file.save("spring.csv", ContentFile(content.encode()))
    return task


def test_a_file_all_of_which_is_done(submit, course):
    task = submit(KIND, HEADER, "ada,LakeX+B1,add")
    assert (task.status, task.task_summary) == (
        "completed",
        {"summary": {"total_count": 1, "success_count": 1, "failure_count": 0, "errors": []}, "errors": {}},
    )
    assert CourseEditor.objects.get().course == course


def test_rows_that_fail_are_told_and_stop_nobody_else(submit, course, caplog):
    task = submit(KIND, HEADER, "ada,LakeX+B1,add", "nobody,LakeX+B1,add", "ada,LakeX+B1,shave")
    shave = "[UNSUPPORTED_ACTION] [Row 3] Unsupported action 'shave' for course editor."
    assert task.status == "partially_completed"
    assert task.task_summary == {
        "summary": {"total_count": 3, "success_count": 1, "failure_count": 2, "errors": [NOBODY, shave]},
        "errors": {"USER_NOT_FOUND": [NOBODY], "UNSUPPORTED_ACTION": [shave]},
    }
    assert CourseEditor.objects.count() == 1
    assert {NOBODY, shave} <= {record.getMessage() for record in caplog.records if record.levelno == logging.ERROR}


def test_errors_are_repeated_at_the_end_of_the_log(submit, course, caplog):
    caplog.set_level("INFO")
    submit(KIND, HEADER, "ada,LakeX+B2,add", "nobody,LakeX+B1,add", "ada,,add")
    (told,) = [message for message in caplog.messages if message.startswith("Summarized")]
    assert told.splitlines() == [
        "Summarized errors:",
        "[MISSING_REQUIRED_DATA] [Row 3] Missing required field(s): course_key_or_uuid",
        '[COURSE_NOT_FOUND] [Row 1] Unable to find course with identifier "LakeX+B2".',
        NOBODY,
    ]
    assert "No errors reported in the ingestion" not in caplog.messages
    submit(KIND, HEADER, "ada,LakeX+B1,add")
    assert "No errors reported in the ingestion" in caplog.messages


def test_what_is_told_by_the_api(submit, course, client):
    task = submit(KIND, HEADER, "ada,LakeX+B1,add", "nobody,LakeX+B1,add")
    client.force_login(StaffUserFactory())
    body = client.get(f"/api/v1/bulk_operation_tasks/{task.pk}/?include_result=true").json()
    assert (body["status"], body["task_summary"]) == ("partially_completed", task.task_summary)
    assert json.loads(body["result"]) == task.task_summary
    assert body["task_summary"]["errors"] == {"USER_NOT_FOUND": [NOBODY]}
    result = TaskResult.objects.get()
    assert (result.task_id, result.status) == (body["task_id"], "SUCCESS")
    assert client.get(f"/api/v1/bulk_operation_tasks/{task.pk}/").json()["result"] is None


def test_it_is_queued_under_its_name_once_the_upload_is_committed(submit, partner, monkeypatch):
    queued = []

    def apply_async(args, task_id):
        queued.append((args, task_id, BulkOperationTask.objects.get(pk=args[0]).task_id))

    monkeypatch.setattr(process_bulk_operation_task, "apply_async", apply_async)
    task = submit(KIND, HEADER)
    assert queued == [((task.pk,), task.task_id, task.task_id)]
    assert task.status == "pending"
    assert process_bulk_operation_task.name == TASK_NAME


def test_a_queue_that_is_out_of_reach(submit, partner, monkeypatch):
    def apply_async(*_, **__):
        raise ConnectionError("no queue")

    monkeypatch.setattr(process_bulk_operation_task, "apply_async", apply_async)
    task = submit(KIND, HEADER)
    assert task.status == "failed"
    assert task.task_summary["errors"] == {"NOT_STARTED": ["The job could not be started: no queue"]}


def test_a_second_delivery_does_nothing(submit, course):
    task = submit(KIND, HEADER, "ada,LakeX+B1,add")
    CourseEditor.objects.all().delete()
    modified = task.modified
    assert process_bulk_operation(task.pk) == task.task_summary
    task.refresh_from_db()
    assert (task.status, task.modified, SourceRun.objects.count()) == ("completed", modified, 1)
    assert not CourseEditor.objects.exists()


@pytest.mark.parametrize("status", ["verified", "processing", "failed", "partially_completed", "errored"])
def test_only_pending_tasks_are_begun(partner, status):
    task = a_task(partner, f"{HEADER}\n")
    BulkOperationTask.objects.update(status=status)
    assert process_bulk_operation(task.pk) is None
    task.refresh_from_db()
    assert (task.status, task.task_summary) == (status, None)


def test_it_is_being_processed_meanwhile(submit, course, monkeypatch):
    seen = []

    def look(*_, **__):
        seen.append(BulkOperationTask.objects.get().status)
        raise OSError("disk is full")

    monkeypatch.setattr("course_discovery.apps.data_loading.services.bulk_operation.load_table", look)
    task = submit(KIND, HEADER, "ada,LakeX+B1,add")
    assert seen == ["processing"]
    assert (task.status, task.task_summary) == (
        "failed",
        {"summary": {}, "errors": {"FAILED": ["OSError: disk is full"]}},
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Username or Email,Action\nada,add\n", "no column course_key_or_uuid"),
        ("\n", "it is empty"),
        ('Username or Email,"Course\n', "unexpected end of data"),
    ],
)
def test_a_file_that_is_no_such_table(partner, content, reason, caplog):
    task = a_task(partner, content)
    with pytest.raises(Exception, match=reason):
        process_bulk_operation(task.pk)
    task.refresh_from_db()
    assert task.status == "failed"
    (message,) = task.task_summary["errors"]["FAILED"]
    assert message.startswith("Error reading input data source: bulk_operations/uploads/")
    assert reason in message
    assert f"An exception occurred while processing BulkOperationTask with id {task.pk}" in caplog.messages


def test_a_file_that_is_gone(partner):
    task = a_task(partner, f"{HEADER}\n")
    task.csv_file.storage.delete(task.csv_file.name)
    with pytest.raises(Exception, match="Error opening CSV file at path: bulk_operations/uploads/"):
        process_bulk_operation(task.pk)
    task.refresh_from_db()
    assert task.status == "failed"


def test_the_result_of_a_failed_job_says_why(submit, partner):
    task = submit(KIND, "Action", "add")
    result = task.task_result
    assert (result.status, task.status) == ("FAILURE", "failed")
    assert "no column username_or_email" in result.result


def test_a_task_that_is_gone(partner, caplog):
    with pytest.raises(BulkOperationTask.DoesNotExist):
        process_bulk_operation(4711)
    assert "An exception occurred while processing BulkOperationTask with id 4711" in caplog.messages


def test_a_page_that_cannot_be_written(submit, course, monkeypatch):
    def broken(*_):
        raise DatabaseError("the table is gone")

    monkeypatch.setattr("course_discovery.apps.data_loading.services.source_run.load_page", broken)
    task = submit(KIND, HEADER, "ada,LakeX+B1,add")
    assert task.status == "failed"
    assert task.task_summary == {
        "summary": {"total_count": 0, "success_count": 0, "failure_count": 0, "errors": []},
        "errors": {"FAILED": ["1 pages could not be read."]},
    }


def test_a_job_that_breaks_off_tells_what_it_did(submit, course, monkeypatch, settings):
    settings.DATA_LOADING_PAGE_SIZE = 1
    load_page = source_run.load_page

    def stop_at_second(run, source, loader, page):
        if page.number == 2:
            raise SystemExit("shutting down")
        return load_page(run, source, loader, page)

    monkeypatch.setattr(source_run, "load_page", stop_at_second)
    task = a_task(course.partner, f"{HEADER}\nada,LakeX+B1,add\nada,LakeX+B1,remove\n")
    with pytest.raises(SystemExit):
        process_bulk_operation(task.pk)
    task.refresh_from_db()
    assert (task.status, CourseEditor.objects.count()) == ("failed", 1)
    assert task.task_summary == {
        "summary": {"total_count": 1, "success_count": 1, "failure_count": 0, "errors": []},
        "errors": {"FAILED": ["SystemExit: shutting down"]},
    }


def test_while_the_partner_is_being_loaded_it_waits_and_then_says_so(submit, partner, settings):
    settings.DATA_LOADING_FILE_WAIT_SECONDS = 0
    with refreshing(partner):
        task = submit(KIND, HEADER)
    assert task.status == "failed"
    (message,) = task.task_summary["errors"]["FAILED"]
    assert message.startswith("AlreadyRefreshing: ")


def test_a_job_that_was_killed_is_told_by_the_next_of_its_kind(submit, partner, course):
    killed = a_task(partner, f"{HEADER}\n")
    BulkOperationTask.objects.update(status="processing")
    dead = RefreshRun.objects.create(partner=partner, file=killed.csv_file.name, started=timezone.now())
    values = {"source": "csv_course_editors", "url": killed.csv_file.name, "seen": 2, "failed": 1}
    run = SourceRun.objects.create(refresh_run=dead, started=timezone.now(), status="running", **values)
    RowFailure.objects.create(source_run=run, key="nobody", code="USER_NOT_FOUND", message=NOBODY)
    waiting = BulkOperationTaskFactory(task_type=KIND, status="processing")

    assert submit(KIND, HEADER, "ada,LakeX+B1,add").status == "completed"
    killed.refresh_from_db()
    waiting.refresh_from_db()
    assert (killed.status, waiting.status) == ("failed", "processing")
    assert killed.task_summary == {
        "summary": {"total_count": 2, "success_count": 1, "failure_count": 1, "errors": [NOBODY]},
        "errors": {"USER_NOT_FOUND": [NOBODY], "FAILED": ["The job was killed before the end of the file."]},
    }


def test_a_job_that_was_killed_while_it_waited_is_told_by_the_next(submit, course, settings):
    seconds = settings.DATA_LOADING_FILE_WAIT_SECONDS = 600
    tasks = [BulkOperationTaskFactory(task_type=KIND, status="processing") for _ in range(2)]
    for task, age in zip(tasks, (2 * seconds - 1, 2 * seconds + 1), strict=True):
        BulkOperationTask.objects.filter(pk=task.pk).update(modified=timezone.now() - timedelta(seconds=age))
    submit(KIND, HEADER, "ada,LakeX+B1,add")
    for task in tasks:
        task.refresh_from_db()
    assert [task.status for task in tasks] == ["processing", "failed"]
    assert tasks[1].task_summary["errors"] == {"FAILED": ["The job was killed before the end of the file."]}


def test_without_a_default_partner_it_takes_the_only_one(submit, course, settings):
    settings.DEFAULT_PARTNER_ID = None
    assert submit(KIND, HEADER, "ada,LakeX+B1,add").status == "completed"
    PartnerFactory()
    assert submit(KIND, HEADER, "ada,LakeX+B1,add").status == "failed"


def test_a_default_partner_that_does_not_exist(submit, course, settings):
    settings.DEFAULT_PARTNER_ID = course.partner_id + 1
    task = submit(KIND, HEADER, "ada,LakeX+B1,add")
    assert task.status == "failed"
    assert task.task_summary["errors"] == {"FAILED": ["DEFAULT_PARTNER_ID names no partner"]}
