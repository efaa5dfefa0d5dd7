"""The rows that a course refers to as parts of itself, and that its draft and its official row may share.

A shared row must not be changed on behalf of a draft, or the change would be public before review. A draft gets its
own copy first; officialisation hands that over and drops the row that nobody refers to any more. See
docs/decisions/0002-drafts.rst.
"""

from decimal import Decimal
from typing import Any

from django.db import models, transaction

from course_discovery.apps.course_metadata.models import AdditionalMetadata, Course, GeoLocation
from course_discovery.apps.course_metadata.services.row_copies import copied

# Changed in place once the draft has its own copy.
COPIED_CHILDREN = ("additional_metadata", "location_restriction", "in_year_value", "extra_description")
# Found by what they are, a point and a URL, and never changed: geolocation and video. A course that gets another one
# refers to another row. Videos are kept when unused, as runs may be given them again.
REPLACED_CHILD = "geolocation"


class GeoLocationNamedOtherwise(ValueError):
    """The point is known under another name."""


@transaction.atomic
def own_child(course: Course, name: str) -> Any:
    """Return the child of that name, one of COPIED_CHILDREN, for changing; None if the course has none.

    If anything but this row refers to it, the course gets a copy first, saved and referred to.
    """
    if name not in COPIED_CHILDREN:
        raise ValueError(f"{name} is none of {', '.join(COPIED_CHILDREN)}")
    child = getattr(course, name)
    if child is None or not _is_used(child, besides=course):
        return child
    copy = _copied_metadata(child) if isinstance(child, AdditionalMetadata) else copied(child)
    setattr(course, name, copy)
    course.save(update_fields=[name])
    return copy


@transaction.atomic
def place_course(course: Course, location_name: str, lat: Decimal, lng: Decimal) -> GeoLocation:
    """Give the course the point with that name, found or made. Raises GeoLocationNamedOtherwise."""
    former = course.geolocation
    location, _created = GeoLocation.objects.get_or_create(lat=lat, lng=lng, defaults={"location_name": location_name})
    if location.location_name != location_name:
        raise GeoLocationNamedOtherwise(
            f"Geolocation object with lat: {lat}, lng: {lng} exists with name {location.location_name}"
        )
    if former != location:
        course.geolocation = location
        course.save(update_fields=["geolocation"])
        drop_unused(former)
    return location


def children(course: Course) -> dict[str, Any]:
    """Return the children that officialisation may leave unused, by name."""
    found = {name: getattr(course, name) for name in (*COPIED_CHILDREN, REPLACED_CHILD)}
    return {name: child for name, child in found.items() if child is not None}


def drop_unused(row: models.Model | None) -> None:
    """Delete the row, and then the parts of it, unless something refers to it."""
    if row is None or row.pk is None or _is_used(row):
        return
    parts: list[models.Model | None] = []
    if isinstance(row, AdditionalMetadata):
        parts = [*row.facts.all(), row.certificate_info, row.product_meta, row.taxi_form]
    row.delete()
    for part in parts:
        drop_unused(part)


def _copied_metadata(metadata: AdditionalMetadata) -> AdditionalMetadata:
    """Copy the row with all its parts, which a draft may change just as well."""
    parts = {
        name: copied(part)
        for name in ("certificate_info", "product_meta", "taxi_form")
        if (part := getattr(metadata, name)) is not None
    }
    copy = copied(metadata, **parts)
    copy.facts.set([copied(fact) for fact in metadata.facts.all()])
    return copy


def _is_used(row: models.Model, besides: models.Model | None = None) -> bool:
    """Tell whether any row of any table refers to this one, leaving one row out of account."""
    for relation in row._meta.related_objects:
        users = relation.related_model._base_manager.filter(**{relation.field.name: row})
        if besides is not None and isinstance(besides, relation.related_model):
            users = users.exclude(pk=besides.pk)
        if users.exists():
            return True
    return False
