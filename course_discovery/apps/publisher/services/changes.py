"""Writing given values to a row, and only what differs."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField
from taggit.managers import TaggableManager

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.services.timestamps import stamp_course
from course_discovery.apps.programs.services.timestamps import stamp_programs_of_courses
from course_discovery.apps.publisher.rules.prices import prices_error


class Edited(NamedTuple):
    """The draft that was edited, and the names of the fields whose value is another now."""

    draft: Any
    changed: frozenset[str]


def write_changes(row: Any, values: Mapping[str, Any]) -> frozenset[str]:
    """Give a tracked row the values, by field name; save it and set relations where they differ.

    Relations take a list of rows, in the order wanted if the relation is ordered; tags a list of names. Returns the
    names of the fields that changed, with those that were set on the row before. Raises ValidationError.
    """
    relations = {field.name: field for field in row._meta.many_to_many}
    for name, value in values.items():
        if name not in relations:
            setattr(row, name, value)
    columns = row.changes()
    changed = {field.name for field in row._meta.concrete_fields if field.attname in columns}
    if changed:
        check_fields(row, changed)
        row.clean()
        row.save()
    for name in values:
        if name in relations and _relation_differs(row, relations[name], values[name]):
            getattr(row, name).set(values[name])
            changed.add(name)
    return frozenset(changed)


def check_fields(row: Any, names: Collection[str]) -> None:
    """Check these columns of a row as forms do: lengths, choices, addresses, HTML. Raises ValidationError by field."""
    row.clean_fields(exclude=[field.name for field in row._meta.concrete_fields if field.name not in names])


def check_prices(prices: Mapping[str, Decimal]) -> None:
    """Raises ValidationError."""
    if error := prices_error(prices):
        raise ValidationError({"prices": error})


def stamp_edited(draft_course: Course) -> None:
    """Note that data of the course changed: on both its rows and on the programs that have it."""
    stamp_course(draft_course)
    stamp_programs_of_courses([draft_course.pk])


def _relation_differs(row: Any, field: Any, wanted: Any) -> bool:
    members = getattr(row, field.name).all()
    if isinstance(field, TaggableManager):
        # Tags are found without case, and keep that of whoever was first.
        return {tag.name.lower() for tag in members} != {name.lower() for name in wanted}
    present, keys = [member.pk for member in members], [member.pk for member in wanted]
    # Of the many-to-many fields only the sorted ones have an order of their own.
    return set(present) != set(keys) if type(field) is ManyToManyField else present != keys
