"""Copying rows: their columns and what they are related to."""

from typing import Any, TypeVar

from django.db import models

from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.slugs import SettledSlug

RowT = TypeVar("RowT", bound=models.Model)
# Which row of a pair this is, and when the row itself was made and saved, is never copied.
OWN_COLUMNS = frozenset({"draft", "draft_version_id", "created", "modified"})


def column_values(row: models.Model) -> dict[str, Any]:
    """Return the values of the columns that a copy of the row shares, by column attribute.

    Slugs come settled, so that the copy keeps them although they are taken by the row itself.
    """
    values = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.generated or field.attname in OWN_COLUMNS:
            continue
        value = getattr(row, field.attname)
        values[field.attname] = SettledSlug(value) if isinstance(field, AutoSlugField) and value else value
    return values


def set_columns(row: models.Model, values: dict[str, Any]) -> None:
    """Give the row the values, by column attribute or field name."""
    for name, value in values.items():
        setattr(row, name, value)


def copy_relations(source: models.Model, target: models.Model) -> None:
    """Give the target the same many-to-many rows and tags as the source, in the same order; touch only what differs."""
    for field in source._meta.many_to_many:
        wanted = list(getattr(source, field.name).all())
        present = getattr(target, field.name)
        if [row.pk for row in present.all()] != [row.pk for row in wanted]:
            present.set(wanted)


def copied(row: RowT, **overrides: Any) -> RowT:
    """Save and return a new row with the columns and relations of this one, but for the overrides."""
    copy = type(row)(**column_values(row))
    set_columns(copy, overrides)
    copy.save()
    copy_relations(row, copy)
    return copy
