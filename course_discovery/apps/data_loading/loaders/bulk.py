"""Writing many rows in a fixed number of statements, with the audit rows that single saves would leave.

Bulk writes send no signals and make no slugs: callers report what they touched, and settle slugs before.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import connections, models, router
from django.utils import timezone

from course_discovery.apps.data_loading.outcome import CREATED, DELETED, UPDATED, Outcome
from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.slugs import SettledSlug, SlugsExhausted

Row = TypeVar("Row", bound=models.Model)

_HISTORY_TYPES = {CREATED: "+", UPDATED: "~"}


def create_rows(
    model: type[Row], rows: Sequence[Row], identity: Sequence[str], outcome: Outcome, history: bool = True
) -> None:
    """Insert the rows; afterwards they have their primary keys.

    `identity` names the columns by which a row is found again, on databases that do not tell the keys of bulk inserts.
    Without `history` the caller completes the rows and calls write_history itself.
    """
    if not rows:
        return
    _settle_slugs(model, rows)
    model._base_manager.bulk_create(rows)
    if not connections[router.db_for_write(model)].features.can_return_rows_from_bulk_insert:
        _read_primary_keys(model, rows, identity)
    if history:
        write_history(model, rows, CREATED)
    outcome.wrote(model, CREATED, len(rows))


def update_rows(model: type[Row], rows: Iterable[Row], outcome: Outcome, history: bool = True) -> list[Row]:
    """Write the rows that differ from what was loaded, and only them; return them.

    The model must be tracked (lib.tracked). `modified` becomes now, as with a save.
    """
    distinct = {id(row): row for row in rows}.values()
    changes = [(row, row.changes(include_untracked=True)) for row in distinct]  # type: ignore[attr-defined]  # tracked
    changed = [row for row, columns in changes if columns]
    if not changed:
        return []
    columns = {column for _row, columns in changes for column in columns}
    fields = [field.name for field in model._meta.concrete_fields if field.attname in columns]
    now = timezone.now()
    for row in changed:
        row.modified = now  # type: ignore[attr-defined]  # of TimeStampedModel
    model._base_manager.bulk_update(changed, [*fields, "modified"])
    if history:
        write_history(model, changed, UPDATED)
    outcome.wrote(model, UPDATED, len(changed))
    return changed


def delete_rows(model: type[Row], rows: Sequence[Row], outcome: Outcome) -> None:
    """Delete the rows. Django tells everybody of each, history among them: deletes are few, and may take their time."""
    if not rows:
        return
    model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
    outcome.wrote(model, DELETED, len(rows))


def write_history(model: type[Row], rows: Sequence[Row], action: str) -> None:
    """Leave one audit row each, without a user: nobody in particular did it."""
    if not rows or not getattr(settings, "SIMPLE_HISTORY_ENABLED", True):
        return
    history_model: Any = model.history.model  # type: ignore[attr-defined]  # of HistoricalRecords
    now = timezone.now()
    history_model.objects.bulk_create(
        [
            history_model(
                history_date=now,
                history_type=_HISTORY_TYPES[action],
                **{field.attname: getattr(row, field.attname) for field in history_model.tracked_fields},
            )
            for row in rows
        ]
    )


def in_lowercase(field: str, keys: Collection[str]) -> models.Q:
    """Match rows whose `field` is one of the keys but for case; the query needs the annotation of `lowercase`.

    Also as the keys are: SQLite knows the case of ASCII letters alone.
    """
    folded = sorted({key.lower() for key in keys})
    return models.Q(**{f"lower_{field}__in": folded}) | models.Q(**{f"{field}__in": sorted(set(keys))})


def lowercase(rows: "models.QuerySet[Row]", field: str) -> "models.QuerySet[Row]":
    return rows.alias(**{f"lower_{field}": models.functions.Lower(field)})


def _settle_slugs(model: type[Row], rows: Sequence[Row]) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, AutoSlugField):
            unsettled = [row for row in rows if not getattr(row, field.attname)]
            for row, slug in zip(unsettled, _free_slugs(field, unsettled), strict=True):
                setattr(row, field.attname, slug)


def _free_slugs(field: AutoSlugField, rows: Sequence[models.Model]) -> Sequence[str]:
    """Where a slug has no free numbered form left (hundreds of courses called "Test"), a random end keeps it free."""
    try:
        return field.slugs_for(rows)
    except SlugsExhausted:
        ends = [f"-{uuid4().hex[:8]}" for _row in rows]
        return [
            SettledSlug(field.stem(row)[: (field.max_length or 0) - len(end)] + end)
            for row, end in zip(rows, ends, strict=True)
        ]


def _read_primary_keys(model: type[Row], rows: Sequence[Row], identity: Sequence[str]) -> None:
    values = {name: {getattr(row, name) for row in rows} - {None} for name in identity}
    candidates = model._base_manager.filter(**{f"{name}__in": each for name, each in values.items() if each})
    found = {found_by[1:]: found_by[0] for found_by in candidates.values_list("pk", *identity)}
    for row in rows:
        row.pk = found[tuple(getattr(row, name) for name in identity)]
