"""Files of changes: who may upload and see them, and what is told of them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_celery_results.models import TaskResult

from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.course_metadata.signals import bulk_operation_created
from course_discovery.apps.course_metadata.tests.factories import BulkOperationTaskFactory

PATH = "/api/v1/bulk_operation_tasks/"
TYPES = ("course_create", "partial_updates", "course_rerun", "course_editor_update")
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest.fixture(autouse=True)
def _nobody_else_listens(monkeypatch):
    """What the jobs themselves do is shown where they are."""
    monkeypatch.setattr(bulk_operation_created, "receivers", [])


def csv_file(name="spring.csv", content=b"last_active_run_key\ncourse-v1:NorthX+GEO101+1\n"):
    return SimpleUploadedFile(name, content, "text/csv")


def upload(client, **values):
    return client.post(PATH, {"csv_file": csv_file(), "task_type": "course_rerun", **values}, format="multipart")


@pytest.fixture
def started():
    """The tasks whose jobs were to be started."""
    tasks = []

    def listen(sender, instance, **_):
        tasks.append(instance)

    bulk_operation_created.connect(listen)
    yield tasks
    bulk_operation_created.disconnect(listen)


def test_staff_and_superusers_alone(anonymous, plain, stranger, member, staff, superuser):
    task = BulkOperationTaskFactory()
    callers = (anonymous, plain, stranger, member, staff, superuser)
    for path in (PATH, f"{PATH}{task.pk}/", f"{PATH}{task.pk}"):
        assert [client.get(path).status_code for client in callers] == [401, 403, 403, 403, 200, 200], path
        assert [client.options(path).status_code for client in callers] == [401, 403, 403, 403, 200, 200], path
    assert [upload(client).status_code for client in callers] == [401, 403, 403, 403, 201, 201]
    assert BulkOperationTask.objects.count() == 3


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_is_changed_afterwards(superuser, method):
    task = BulkOperationTaskFactory()
    assert getattr(superuser, method)(f"{PATH}{task.pk}/", {"task_type": "course_rerun"}).status_code == 405
    task.refresh_from_db()
    assert task.task_type == "course_create"


def test_an_upload(staff, started, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(staff)
        assert started == []
    body = answer.json()
    task = BulkOperationTask.objects.get()
    assert list(body) == [
        *("id", "uploaded_by", "result", "created", "modified"),
        *("csv_file", "task_summary", "task_type", "status", "task_id"),
    ]
    told = {name: body[name] for name in ("id", "uploaded_by", "result", "task_summary", "task_type", "status")}
    assert told == {
        "id": task.pk,
        "uploaded_by": "admin",
        "result": None,
        "task_summary": None,
        "task_type": "course_rerun",
        "status": "pending",
    }
    assert re.fullmatch(rf"http://testserver/media/bulk_operations/uploads/{UUID}/spring\.csv", body["csv_file"])
    assert task.csv_file.read() == b"last_active_run_key\ncourse-v1:NorthX+GEO101+1\n"
    assert started == [task]
    assert re.fullmatch(UUID, task.task_id)
    assert started[0].task_id == task.task_id == staff.get(f"{PATH}{task.pk}/").json()["task_id"]


def test_two_files_of_one_name_lie_apart(staff):
    assert upload(staff).json()["csv_file"] != upload(staff).json()["csv_file"]


def test_a_job_that_cannot_be_started(staff, django_capture_on_commit_callbacks):
    def broken(sender, **_):
        raise ConnectionError("no queue")

    bulk_operation_created.connect(broken)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert upload(staff).status_code == 201
    finally:
        bulk_operation_created.disconnect(broken)
    told = staff.get(f"{PATH}{BulkOperationTask.objects.get().pk}/").json()
    assert told["status"] == "failed"
    assert told["task_summary"] == {
        "summary": {},
        "errors": {"NOT_STARTED": ["The job could not be started: no queue"]},
    }


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        (
            {"csv_file": "", "task_type": ""},
            {
                "csv_file": ["The submitted data was not a file. Check the encoding type on the form."],
                "task_type": ['"" is not a valid choice.'],
            },
        ),
        ({"task_type": "zzz"}, {"task_type": ['"zzz" is not a valid choice.']}),
        (
            {"csv_file": lambda: csv_file("spring.txt")},
            {"csv_file": ["File extension “txt” is not allowed. Allowed extensions are: csv."]},
        ),
        ({"csv_file": lambda: csv_file(content=b"")}, {"csv_file": ["The submitted file is empty."]}),
    ],
)
def test_what_is_not_taken(staff, values, reasons):
    answer = upload(staff, **{name: value() if callable(value) else value for name, value in values.items()})
    assert (answer.status_code, answer.json()) == (400, reasons)
    assert not BulkOperationTask.objects.exists()


def test_an_upload_of_nothing(staff):
    answer = staff.post(PATH, {}, format="multipart")
    assert answer.status_code == 400
    assert answer.json() == {"csv_file": ["No file was submitted."], "task_type": ["This field is required."]}
    listed = staff.post(PATH, [], format="json")
    assert listed.status_code == 400
    assert "Expected a dictionary" in listed.json()["non_field_errors"][0]


@pytest.mark.parametrize("task_type", TYPES)
def test_nobody_says_what_came_of_a_task_but_its_job(staff, task_type):
    body = upload(staff, task_type=task_type, status="completed", task_summary="{}", task_id="mine").json()
    assert [body[name] for name in ("task_type", "status", "task_summary", "task_id")] == [
        *(task_type, "pending", None, None)
    ]


def test_a_name_as_long_as_it_may_be(staff):
    name = "s" * 96 + ".csv"
    stored = upload(staff, csv_file=csv_file(name)).json()["csv_file"].removeprefix("http://testserver/media/")
    assert len(stored) <= 100
    assert stored.endswith(".csv")
    too_long = upload(staff, csv_file=csv_file(f"s{name}"))
    assert too_long.json() == {"csv_file": ["Ensure this filename has at most 100 characters (it has 101)."]}


def keys(client, query=""):
    answer = client.get(PATH + query)
    assert answer.status_code == 200, answer.json()
    return [task["id"] for task in answer.json()["results"]]


def test_lists(staff):
    first, second, third = (
        BulkOperationTaskFactory(status=status).pk for status in ("pending", "completed", "pending")
    )
    assert keys(staff) == [third, second, first]
    assert keys(staff, "?ordering=created") == [first, second, third]
    assert keys(staff, "?ordering=status") == [second, third, first]
    assert keys(staff, "?ordering=-status,created") == [first, third, second]
    assert keys(staff, "?ordering=csv_file") == [third, second, first]
    assert keys(staff, "?status=pending") == [third, first]
    assert keys(staff, "?status=verified") == []
    assert keys(staff, "?page_size=2&page=2") == [first]


def test_a_status_that_does_not_exist(staff):
    answer = staff.get(f"{PATH}?status=zzz")
    assert answer.status_code == 400
    assert answer.json() == {"status": ["Select a valid choice. zzz is not one of the available choices."]}


def test_unknown_tasks(staff):
    assert staff.get(f"{PATH}0/").status_code == 404
    assert staff.get(f"{PATH}abc/").status_code == 404


def test_results_are_told_on_demand(staff):
    done = BulkOperationTaskFactory(task_id="3d0e")
    BulkOperationTaskFactory(task_id="4e1f")
    BulkOperationTaskFactory()
    TaskResult.objects.create(task_id="3d0e", status="SUCCESS", result='{"success_count": 3}')

    def results(query):
        return {task["task_id"]: task["result"] for task in staff.get(PATH + query).json()["results"]}

    assert results("") == {"3d0e": None, "4e1f": None, None: None}
    assert results("?include_result=TRUE") == {"3d0e": '{"success_count": 3}', "4e1f": None, None: None}
    assert results("?include_result=false") == results("")
    detail = f"{PATH}{done.pk}/"
    assert staff.get(detail).json()["result"] is None
    assert staff.get(f"{detail}?include_result=true").json()["result"] == '{"success_count": 3}'
    assert staff.get(f"{detail}?include_result=perhaps").json() == {"include_result": ["Must be 1, 0, true or false."]}


@pytest.mark.parametrize("query", ["", "?include_result=true"])
def test_a_list_costs_the_same_at_any_length(staff, query):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            keys(staff, query)
        return len(queries)

    BulkOperationTaskFactory(task_id="1")
    cost()
    before = cost()
    for number in range(2, 6):
        BulkOperationTaskFactory(task_id=str(number))
    assert cost() == before


def test_what_forms_are_built_from(staff, superuser):
    body = staff.options(PATH).json()
    assert body == superuser.options(PATH).json()
    fields = body["actions"]["POST"]
    assert {name for name, field in fields.items() if not field["read_only"]} == {"csv_file", "task_type"}
    assert fields["csv_file"] | {"help_text": ""} == {
        "type": "file upload",
        "required": True,
        "read_only": False,
        "label": "Csv file",
        "help_text": "",
        "max_length": 100,
    }
    assert [choice["value"] for choice in fields["task_type"]["choices"]] == list(TYPES)
    assert "actions" not in staff.options(f"{PATH}{BulkOperationTaskFactory().pk}/").json()
