"""Differences from the reference implementation that are there on purpose. docs/compatibility.rst tells the same."""

from collections.abc import Callable
from typing import Any, NamedTuple

from course_discovery.apps.api.comparison.differences import Difference

Object = dict[str, Any]


class KnownDifference(NamedTuple):
    """`applies` sees the difference and both whole objects: it must not be true of an accidental difference."""

    name: str
    resources: frozenset[str]
    applies: Callable[[Difference, Object, Object], bool]
    reason: str


KNOWN: tuple[KnownDifference, ...] = ()


def explanation(resource: str, difference: Difference, left: Object, right: Object) -> KnownDifference | None:
    """The first known difference that this is a case of, `left` being the reference's object; None if there is none."""
    for known in KNOWN:
        if resource in known.resources and known.applies(difference, left, right):
            return known
    return None
