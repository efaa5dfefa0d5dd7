"""What must be true after any faults: the catalogue is the platform's, once, and the records say what was done."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from course_discovery.apps.course_metadata.models import Course, CourseEntitlement, CourseRun, Organization, Seat
from course_discovery.apps.data_loading.models import PageCheckpoint, RefreshLease, RefreshRun, SourceRun
from course_discovery.apps.data_loading.models.refresh_run import RunStatus

Rows = dict[tuple[Any, ...], tuple[Any, ...]]

# By what a row is found again, and what the platform says of it. Which run of a course came first, and so is its
# canonical one and names it, depends on which page was read first.
COMPARED: dict[Any, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Organization: (("key",), ("name",)),
    Course: (("key", "draft"), ("type__slug", "product_source__slug", "authoring_organizations__key")),
    CourseRun: (
        ("key", "draft"),
        ("title_override", "start", "end", "enrollment_start", "enrollment_end", "pacing_type", "hidden", "license")
        + ("course__key", "type__slug", "status"),
    ),
    Seat: (
        ("course_run__key", "draft", "type__slug", "currency", "credit_provider"),
        ("price", "sku", "bulk_sku", "_upgrade_deadline", "credit_hours"),
    ),
    CourseEntitlement: (("course__key", "draft", "mode__slug"), ("price", "sku", "currency")),
}


def snapshot() -> dict[str, Rows]:
    """Return the catalogue by model name. Raises AssertionError for rows that are there twice."""
    return {model.__name__: _rows(model, *columns) for model, columns in COMPARED.items()}


def _rows(model: Any, identity: tuple[str, ...], columns: tuple[str, ...]) -> Rows:
    rows: Rows = {}
    for values in model._base_manager.order_by("pk").values_list(*identity, *columns):
        key = tuple(value.lower() if isinstance(value, str) else value for value in values[: len(identity)])
        assert key not in rows, f"two rows of {model.__name__} {key}"
        rows[key] = values[len(identity) :]
    return rows


def differences(
    expected: dict[str, Rows], found: dict[str, Rows], listed: set[str], late: Collection[str]
) -> list[str]:
    """Return what is missing, other than expected, or there without ever having been `listed` (run keys).

    Runs that came `late` begin with the type of the newest run there is, which a load of all at once does not know.
    """
    problems = []
    expected, found = ({**rows, "CourseRun": _untyped(rows["CourseRun"], late)} for rows in (expected, found))
    for name, rows in expected.items():
        for key, values in rows.items():
            if key not in found[name]:
                problems.append(f"lost: {name} {key}")
            elif found[name][key] != values:
                problems.append(f"{name} {key}: {found[name][key]} instead of {values}")
        if name == "CourseRun":
            problems += [f"from nowhere: {key}" for key in found[name] if key[0] not in listed]
    return problems


def _untyped(runs: Rows, late: Collection[str]) -> Rows:
    place = COMPARED[CourseRun][1].index("type__slug")
    return {key: (*values[:place], *values[place + 1 :]) if key[0] in late else values for key, values in runs.items()}


def untruths() -> list[str]:
    """Return what the records of the refreshes, and the history of the rows, say that is not so."""
    problems = []
    if RefreshLease.objects.exists():
        problems.append("a lease is left")
    for run in RefreshRun.objects.filter(status=RunStatus.Running):
        problems.append(f"{run} is recorded as running")
    for source in SourceRun.objects.select_related("refresh_run"):
        problems += [f"{source.source} of {source.refresh_run}: {problem}" for problem in _of_source(source)]
    for model in (Course, CourseRun):
        born = Counter(model.history.filter(history_type="+").values_list("id", flat=True))
        pks = set(model._base_manager.values_list("pk", flat=True))
        problems += [f"{model.__name__} {pk} was made {born[pk]} times by its history" for pk in pks if born[pk] != 1]
    return problems


def _of_source(source: SourceRun) -> list[str]:
    problems = []
    counted = source.created + source.updated + source.unchanged + source.skipped + source.failed
    checkpoints = PageCheckpoint.objects.filter(source_run=source)
    read = [checkpoint for checkpoint in checkpoints if not checkpoint.error]
    if checkpoints and counted != source.seen:
        problems.append(f"{source.seen} rows seen, {counted} accounted for")
    if len(read) != source.pages or sum(checkpoint.rows for checkpoint in read) != (source.seen if read else 0):
        problems.append(f"{source.pages} pages and {source.seen} rows recorded, {len(read)} checkpoints")
    if source.status == RunStatus.Completed and len(read) != len(checkpoints):
        problems.append("completed without having read all pages")
    return problems
