import pytest
from django_celery_results.models import TaskResult

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.course_metadata.tests.factories import BulkOperationTaskFactory

pytestmark = pytest.mark.django_db


def test_somebody_has_uploaded_it():
    task = BulkOperationTaskFactory.build(uploaded_by=None)
    with pytest.raises(ValueError, match="^User is required to save the BulkOperationTask$"):
        task.save()
    assert not BulkOperationTask.objects.exists()
    user = UserFactory()
    task.save(user=user)
    task.save(user=UserFactory())
    task.refresh_from_db()
    assert task.uploaded_by == user


def test_what_it_is_called():
    task = BulkOperationTaskFactory(uploaded_by__username="ops")
    assert str(task) == f"{task.csv_file.name} - course_create - pending - ops"
    assert task.csv_file.name.endswith("/changes.csv")


def test_the_result_of_its_job():
    task = BulkOperationTaskFactory()
    TaskResult.objects.create(task_id="other")
    assert task.task_result is None
    task.task_id = "3d0e"
    assert task.task_result is None
    result = TaskResult.objects.create(task_id="3d0e", status="SUCCESS")
    assert task.task_result == result
