"""The members of relations between many and many: read and written for all rows of a page at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import F, Value

# Of each owner, by primary key: the primary keys of its members in order.
Members = dict[int, list[int]]


class Relation(NamedTuple):
    """A relation, as it stands on the model: `Relation(Program.courses)`."""

    descriptor: Any

    @property
    def through(self) -> Any:
        return self.descriptor.through

    @property
    def owner(self) -> str:
        return f"{self.descriptor.field.m2m_field_name()}_id"

    @property
    def member(self) -> str:
        return f"{self.descriptor.field.m2m_reverse_field_name()}_id"

    @property
    def position(self) -> str | None:
        return getattr(self.through, "_sort_field_name", None)


def read_members(relations: Sequence[Relation], owners: Collection[int]) -> list[Members]:
    """Return what each relation holds of these rows, of one model all of them, in one query."""
    found: list[Members] = [defaultdict(list) for _relation in relations]
    if not owners:
        return found
    queries = [
        relation.through.objects.order_by()
        .filter(**{f"{relation.owner}__in": list(owners)})
        .values_list(Value(place), relation.owner, relation.member, F(relation.position or "pk"), "pk")
        for place, relation in enumerate(relations)
    ]
    rows = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    for place, owner, member, _position, _pk in sorted(rows, key=lambda row: (row[0], row[1], row[3], row[4])):
        found[place][owner].append(member)
    return found


def merged(stored: Sequence[int], wanted: Collection[int]) -> list[int]:
    """Return the wanted members, those that are there already in their order, the new ones behind."""
    return [member for member in stored if member in wanted] + [
        member for member in dict.fromkeys(wanted) if member not in stored
    ]


def write_members(relation: Relation, stored: Members, wanted: Mapping[int, Sequence[int]]) -> dict[int, set[int]]:
    """Give owners the wanted members in this order, in a few statements; those that have them are not written.

    Returns, for each owner that changed, the members that came or went (none where only the order is another).
    """
    changed = {owner: members for owner, members in wanted.items() if list(members) != stored.get(owner, [])}
    if changed:
        relation.through.objects.filter(**{f"{relation.owner}__in": list(changed)}).delete()
        relation.through.objects.bulk_create(
            [
                relation.through(
                    **{relation.owner: owner, relation.member: member}
                    | ({relation.position: place} if relation.position else {})
                )
                for owner, members in changed.items()
                for place, member in enumerate(members)
            ]
        )
    return {owner: set(members) ^ set(stored.get(owner, [])) for owner, members in changed.items()}
