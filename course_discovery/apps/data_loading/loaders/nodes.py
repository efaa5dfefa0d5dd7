"""What the loaders of a marketing site's nodes have in common: which nodes count, and which values they bring.

The site owns the texts it has, and a field that it leaves blank takes nothing away. Where editors work in Publisher,
or another node has more to say, it only fills what is empty.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from course_discovery.apps.data_loading.outcome import UPDATED, Outcome
from course_discovery.apps.data_loading.records import NodeRecord
from course_discovery.lib.slugs import SettledSlug, unique_slugs

Node = TypeVar("Node", bound=NodeRecord)


def nodes_to_load(records: Sequence[Node], outcome: Outcome, with_unpublished: bool = False) -> list[Node]:
    """Return the nodes that count, each once, and report the others and what could not be read of any."""
    found: dict[Any, Node] = {}
    for record in records:
        outcome.notes.extend(record.notes)
        if not record.is_published and not with_unpublished:
            outcome.skip(str(record.uuid), "unpublished", f"{record.title} is not published on the marketing site")
        elif found.setdefault(record.uuid, record) is not record:
            outcome.skip(str(record.uuid), "repeated", "Listed more than once on this page")
    return list(found.values())


def adopt(row: Any, values: Mapping[str, Any], fills_only: bool = False) -> set[str]:
    """Give a row the values that are there; return the names of the fields that changed.

    With `fills_only` what the row has already stays.
    """
    changed = {
        name
        for name, value in values.items()
        if value not in (None, "") and value != getattr(row, name) and not (fills_only and getattr(row, name))
    }
    for name in changed:
        setattr(row, name, values[name])
    return changed


def write_adopted(model: type[Model], changes: Iterable[tuple[Any, Collection[str]]], outcome: Outcome) -> None:
    """Write rows of a model without history, each with the fields that changed."""
    changed = [(row, fields) for row, fields in changes if fields]
    if not changed:
        return
    names = sorted({name for _row, fields in changed for name in fields})
    if any(field.name == "modified" for field in model._meta.concrete_fields):
        names.append("modified")
        for row, _fields in changed:
            row.modified = timezone.now()
    model._base_manager.bulk_update([row for row, _fields in changed], names)
    outcome.wrote(model, UPDATED, len(changed))


def settle_slugs(rows: QuerySet[Any], new: Sequence[Any], stems: Sequence[str], max_length: int) -> None:
    """Give new rows slugs that are free among `rows`: the stem, or a numbered form of it."""

    def taken_among(slugs: Collection[str]) -> set[str]:
        return set(rows.filter(slug__in=slugs).values_list("slug", flat=True))

    if new:
        for row, slug in zip(new, unique_slugs(stems, taken_among, max_length), strict=True):
            row.slug = SettledSlug(slug)
