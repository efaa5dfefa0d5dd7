import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_celery_results.models import TaskResult

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.course_metadata.signals import bulk_operation_created
from course_discovery.apps.course_metadata.tests.factories import BulkOperationTaskFactory

pytestmark = pytest.mark.django_db
ADD = reverse("admin:course_metadata_bulkoperationtask_add")


@pytest.fixture(autouse=True)
def _nobody_else_listens(monkeypatch):
    """What the jobs themselves do is shown where they are."""
    monkeypatch.setattr(bulk_operation_created, "receivers", [])


@pytest.fixture
def superuser(client):
    user = UserFactory(username="ops", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def page(client, task):
    return client.get(reverse("admin:course_metadata_bulkoperationtask_change", args=(task.pk,)))


def upload(client, name="spring.csv"):
    file = SimpleUploadedFile(name, b"title\nRivers\n")
    return client.post(ADD, {"csv_file": file, "task_type": "course_create"})


def test_an_upload_is_the_callers_and_starts_its_job(client, superuser, django_capture_on_commit_callbacks):
    started = []

    def listen(sender, instance, **_):
        started.append(instance.task_id)

    bulk_operation_created.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert upload(client).status_code == 302
    finally:
        bulk_operation_created.disconnect(listen)
    task = BulkOperationTask.objects.get()
    assert (task.uploaded_by, task.task_type, task.status) == (superuser, "course_create", "pending")
    assert started == [task.task_id]


def test_no_other_files(client, superuser):
    errors = upload(client, "spring.txt").context["adminform"].form.errors
    assert errors == {"csv_file": ["File extension “txt” is not allowed. Allowed extensions are: csv."]}


def test_only_file_and_type_are_asked_for(client, superuser):
    form = client.get(ADD).context["adminform"].form
    assert list(form.fields) == ["csv_file", "task_type"]


def test_nothing_can_be_changed_afterwards(client, superuser):
    task = BulkOperationTaskFactory(task_id="3d0e")
    assert list(page(client, task).context["adminform"].form.fields) == []
    values = {"task_type": "course_rerun", "status": "completed", "task_id": "mine"}
    client.post(reverse("admin:course_metadata_bulkoperationtask_change", args=(task.pk,)), values)
    task.refresh_from_db()
    assert (task.task_type, task.status, task.task_id) == ("course_create", "pending", "3d0e")


def test_what_came_of_the_job(client, superuser):
    assert "No task ID" in page(client, BulkOperationTaskFactory()).content.decode()
    task = BulkOperationTaskFactory(task_id="3d0e")
    assert "No result found" in page(client, task).content.decode()
    TaskResult.objects.create(task_id="3d0e", status="FAILURE", result="no such file")
    assert "FAILURE: no such file" in page(client, task).content.decode()
