"""Taking in files of changes; the API's and the admin's tests show the rest of it."""

import pytest
from celery import shared_task
from django_celery_results.models import TaskResult

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.services.bulk_operations import submit_bulk_operation
from course_discovery.apps.course_metadata.signals import bulk_operation_created
from course_discovery.apps.course_metadata.tests.factories import BulkOperationTaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_else_listens(monkeypatch):
    """What the jobs themselves do is shown where they are."""
    monkeypatch.setattr(bulk_operation_created, "receivers", [])


@shared_task(ignore_result=False)
def process(pk):
    return {"done": pk}


@shared_task
def process_quietly(pk):
    return {"done": pk}


@pytest.fixture
def submitted(django_capture_on_commit_callbacks):
    """Submits a task whose job is the one given."""

    def submit(job):
        def start(sender, instance, **_):
            job.apply_async((instance.pk,), task_id=instance.task_id)

        task = BulkOperationTaskFactory.build(uploaded_by=None)
        bulk_operation_created.connect(start)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                submit_bulk_operation(task, UserFactory())
        finally:
            bulk_operation_created.disconnect(start)
        task.refresh_from_db()
        return task

    return submit


def test_the_result_of_the_job_is_found_by_its_identifier(submitted):
    task = submitted(process)
    assert (task.task_result.status, task.task_result.result) == ("SUCCESS", f'{{"done": {task.pk}}}')


def test_jobs_have_no_result_unless_they_say_so(submitted):
    assert submitted(process_quietly).task_result is None
    assert not TaskResult.objects.exists()


def test_nothing_is_started_of_what_is_not_committed(django_capture_on_commit_callbacks):
    task = BulkOperationTaskFactory.build(uploaded_by=None)
    with django_capture_on_commit_callbacks() as callbacks:
        submit_bulk_operation(task, UserFactory())
    assert len(callbacks) >= 1
    task.refresh_from_db()
    assert (task.status, task.task_id) == ("pending", None)
