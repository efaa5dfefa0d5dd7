"""Writing many rows in a fixed number of statements, with the audit rows that single saves would leave.

Bulk writes send no signals and make no slugs: callers report what they touched, and settle slugs before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import connections, models, router
from django.db.models.sql import InsertQuery
from django.utils import timezone

from course_discovery.apps.data_loading.outcome import CREATED, DELETED, UPDATED, Outcome
from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.slugs import SettledSlug, SlugsExhausted

# Most rows are tracked (lib.tracked), have `modified` and history, which Model does not say.
Row = TypeVar("Row", bound=Any)

# Rows that one statement names by their keys; SQLite takes less than a thousand parameters.
KEYS_A_STATEMENT = 500
# So many different changes are written with a statement each, more of them with one for all.
_FEW_CHANGES = 8
_HISTORY_TYPES = {CREATED: "+", UPDATED: "~"}


def create_rows(
    model: type[Row], rows: Sequence[Row], identity: Sequence[str], outcome: Outcome, history: bool = True
) -> None:
    """Insert the rows; afterwards they have their primary keys.

    `identity` names the columns by which a row is found again, since not every database tells the keys of many rows.
    Without `history` the caller completes the rows and calls write_history itself.
    """
    if not rows:
        return
    _settle_slugs(model, rows)
    _insert(model, rows)
    _read_primary_keys(model, rows, identity)
    if history:
        write_history(model, rows, CREATED)
    outcome.wrote(model, CREATED, len(rows))


def update_rows(model: type[Row], rows: Iterable[Row], outcome: Outcome, history: bool = True) -> list[Row]:
    """Write the rows that differ from what was loaded, and only them; return them.

    The model must be tracked (lib.tracked). `modified` becomes now, as with a save.
    """
    distinct = {id(row): row for row in rows}.values()
    changes = [(row, row.changes(include_untracked=True)) for row in distinct]
    columns_of = {row: list(columns) for row, columns in changes if columns}
    if not columns_of:
        return []
    changed = list(columns_of)
    now = timezone.now()
    for row in changed:
        row.modified = now
    _write_changes(model, columns_of)
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
    """Leave one audit row each, without a user: nobody in particular did it.

    The database copies what it holds, so that wide rows need not pass through Python a second time.
    """
    if not rows or not getattr(settings, "SIMPLE_HISTORY_ENABLED", True):
        return
    history_model: Any = model.history.model
    connection = connections[router.db_for_write(history_model)]
    quoted = connection.ops.quote_name
    fields = history_model.tracked_fields
    target = [history_model._meta.get_field(field.name).column for field in fields] + ["history_date", "history_type"]
    into = f"{quoted(history_model._meta.db_table)} ({', '.join(map(quoted, target))})"
    columns = ", ".join(quoted(field.column) for field in fields)
    key = quoted(str(model._meta.pk.column))
    now = history_model._meta.get_field("history_date").get_db_prep_save(timezone.now(), connection)
    with connection.cursor() as cursor:
        for pks in _chunks([row.pk for row in rows]):
            cursor.execute(
                f"INSERT INTO {into} SELECT {columns}, %s, %s FROM {quoted(model._meta.db_table)} "
                f"WHERE {key} IN ({', '.join(['%s'] * len(pks))}) ORDER BY {key}",
                [now, _HISTORY_TYPES[action], *pks],
            )


def in_lowercase(field: str, keys: Collection[str]) -> models.Q:
    """Match rows whose `field` is one of the keys but for case; the query needs the annotation of `lowercase`.

    Also as the keys are: SQLite knows the case of ASCII letters alone.
    """
    folded = sorted({key.lower() for key in keys})
    return models.Q(**{f"lower_{field}__in": folded}) | models.Q(**{f"{field}__in": sorted(set(keys))})


def lowercase(rows: "models.QuerySet[Row]", field: str) -> "models.QuerySet[Row]":
    return rows.alias(**{f"lower_{field}": models.functions.Lower(field)})


def _insert(model: type[Row], rows: Sequence[Row]) -> None:
    """Insert the rows by a statement that is compiled once: Django compiles every value of a bulk insert."""
    connection = connections[router.db_for_write(model)]
    for row in rows:
        # Relations to rows that have been saved since they were assigned.
        row._prepare_related_fields_for_save(operation_name="create_rows")
    given = (field for field in model._meta.local_concrete_fields if not field.generated)
    fields = [field for field in given if field is not model._meta.auto_field]
    query = InsertQuery(model)
    query.insert_values(fields, [rows[0]])
    ((statement, _parameters),) = query.get_compiler(connection=connection).as_sql()
    columns = [_prepared(field, rows, connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*columns, strict=True)))
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def _prepared(field: Any, rows: Sequence[models.Model], connection: Any) -> list[Any]:
    """Return a column as the database takes it. Most columns of new rows hold one and the same value."""
    prepared: list[Any] = []
    last: Any = None
    last_prepared = field.get_db_prep_save(None, connection=connection)
    for row in rows:
        value = field.pre_save(row, True)
        if value is not last:
            last, last_prepared = value, field.get_db_prep_save(value, connection=connection)
        prepared.append(last_prepared)
    return prepared


def _write_changes(model: type[Row], columns_of: dict[Row, list[str]]) -> None:
    """Write what changed, and when: in a statement for each change that rows share, if these are few."""
    connection = connections[router.db_for_write(model)]
    sharing: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row, columns in columns_of.items():
        fields: list[Any] = [model._meta.get_field(column) for column in columns]
        change = (field.get_db_prep_save(getattr(row, field.attname), connection=connection) for field in fields)
        sharing[(*columns, *change)].append(row)
    if len(sharing) > _FEW_CHANGES:
        written = {column for columns in columns_of.values() for column in columns}
        names = [field.name for field in model._meta.concrete_fields if field.attname in written]
        model._base_manager.bulk_update(columns_of, [*names, "modified"])
        return
    for rows in sharing.values():
        values = {column: getattr(rows[0], column) for column in columns_of[rows[0]]}
        for chunk in _chunks([row.pk for row in rows]):
            model._base_manager.filter(pk__in=chunk).update(**values, modified=rows[0].modified)


def _chunks(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + KEYS_A_STATEMENT] for start in range(0, len(keys), KEYS_A_STATEMENT))


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
    candidates = model._base_manager.all()
    for name in identity:
        values = {getattr(row, name) for row in rows}
        nothing = models.Q(**{f"{name}__isnull": True}) if None in values else models.Q()
        candidates = candidates.filter(models.Q(**{f"{name}__in": values - {None}}) | nothing)
    found = {found_by[1:]: found_by[0] for found_by in candidates.values_list("pk", *identity)}
    for row in rows:
        row.pk = found[tuple(getattr(row, name) for name in identity)]
