"""Many rows from few: what factories made once is copied in the database, which takes a hundredth of the time."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from taggit.models import TaggedItem

from course_discovery.apps.course_metadata.models import CourseRunType, CourseType, Mode, SeatType, Source, Track

APPS = ("course_metadata", "programs", "learner_pathway", "catalogs", "taxonomy", "taxonomy_support")
# There are few of them in every catalogue, and slugs of theirs mean something.
LOOKUPS = (CourseRunType, CourseType, Mode, SeatType, Source, Track)
# Columns that name a row, whatever the model says of them.
NAMES_OF_ROWS = {"course_key", "program_uuid", "usage_key", "marketing_slug"}
DISTANCE = 1_000_000

Model = type[models.Model]


class Originals:
    """The rows of the catalogue as they are now, to be copied."""

    def __init__(self) -> None:
        self._models = _models()
        self._rows = {model: _rows(model) for model in self._models}
        kinds = [kind.pk for kind in ContentType.objects.all() if kind.model_class() in self._models]
        self._tags = list(TaggedItem.objects.filter(content_type__in=kinds))

    def multiply(self, numbers: Iterable[int]) -> None:
        """Copy every row once for each number, from 1; copies refer to each other as their originals do.

        Names that must be unique end in the number.
        """
        numbers = list(numbers)
        with connection.constraint_checks_disabled():
            for model, rows in self._rows.items():
                unique = _unique_names(model, self._models)
                _insert(
                    model,
                    [
                        [
                            self._copy(field, value, number, unique)
                            for field, value in zip(_fields(model), row, strict=True)
                        ]
                        for number in numbers
                        for row in rows
                    ],
                )
        TaggedItem.objects.bulk_create(
            TaggedItem(
                content_type_id=tag.content_type_id, tag_id=tag.tag_id, object_id=tag.object_id + number * DISTANCE
            )
            for number in numbers
            for tag in self._tags
        )

    def _copy(self, field: Any, value: Any, number: int, unique: set[str]) -> Any:
        if value is None or (field.is_relation and field.related_model not in self._models):
            return value
        is_name = field.primary_key or field.is_relation or field.name in unique | NAMES_OF_ROWS
        while field.is_relation:
            field = field.target_field
        if isinstance(field, models.UUIDField):
            return field.get_db_prep_value(uuid5(UUID(str(value)), str(number)), connection)
        if not is_name:
            return value
        if isinstance(field, models.IntegerField):
            return value + number * DISTANCE if field.primary_key else value
        if isinstance(field, models.DecimalField):
            return float(value) + number / 1000
        return f"{value}~{number}" if isinstance(value, str) else value


def _models() -> set[Model]:
    return {
        model
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if not {model, model._meta.auto_created} & set(LOOKUPS) and not hasattr(model, "instance_type")
    }


def _fields(model: Model) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _columns(model: Model) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in _fields(model))


def _rows(model: Model) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_columns(model)} FROM {connection.ops.quote_name(model._meta.db_table)}")
        return list(cursor.fetchall())


def _insert(model: Model, rows: list[list[Any]]) -> None:
    if not rows:
        return
    places = ", ".join(["%s"] * len(rows[0]))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({_columns(model)}) VALUES ({places})", rows)


def _unique_names(model: Model, copied: set[Model]) -> set[str]:
    """Return the fields that must differ from the original's; one of a group suffices, best a foreign key."""
    groups = [*model._meta.unique_together, *(c.fields for c in model._meta.constraints if hasattr(c, "fields"))]
    groups = [names for names in groups if not {model._meta.get_field(name).related_model for name in names} & copied]
    return {name for names in groups for name in names} | {field.name for field in _fields(model) if field.unique}
