"""Members of many-to-many relations for many rows at once, without a query set a row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

Key = TypeVar("Key")
Row = TypeVar("Row")


def members(relation: Any, owners: Iterable[int], column: str) -> defaultdict[int, list[Any]]:
    """Return `column` of the members of each owner (a primary key), in the order of the relation; one query.

    `relation` is the attribute of the owners' model: `members(Course.subjects, course_ids, "pk")`. An owner without
    members has the empty list.
    """
    through, field = relation.through, relation.field
    owner, member = field.m2m_field_name(), field.m2m_reverse_field_name()
    # Members of a relation without an order of its own come in the order of their model.
    order = getattr(through, "_sort_field_name", member)
    found: defaultdict[int, list[Any]] = defaultdict(list)
    if owners := list(owners):
        rows = through.objects.filter(**{f"{owner}__in": owners}).order_by(order, "pk")
        for pk, value in rows.values_list(f"{owner}_id", f"{member}__{column}"):
            found[pk].append(value)
    return found


def present(rows: Mapping[Key, Row], keys: Iterable[Key]) -> list[Row]:
    """Return the rows of these keys in their order, without those that were deleted after the keys had been read."""
    return [rows[key] for key in keys if key in rows]
