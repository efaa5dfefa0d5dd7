"""Differences from the reference implementation that are there on purpose. docs/compatibility.rst tells the same."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from course_discovery.apps.api.comparison.differences import Difference

Object = dict[str, Any]


class KnownDifference(NamedTuple):
    """`applies` sees the difference and both whole objects: it must not be true of an accidental difference."""

    name: str
    resources: frozenset[str]
    applies: Callable[[Difference, Object, Object], bool]
    reason: str


def _page_of_no_slug(difference: Difference, left: Object, right: Object) -> bool:
    return (
        difference.path == "marketing_url"
        and right["url_slug"] is None
        and difference.right is None
        and urlsplit(str(difference.left)).path == "/course/None"
    )


def _name_of_the_platform(difference: Difference, left: Object, right: Object) -> bool:
    return difference.path.rpartition(".")[2] == "name" and difference.left == "" and bool(difference.right)


def _name_of_an_owner(difference: Difference, left: Object, right: Object) -> bool:
    return difference.path == "owners[].name" and _name_of_the_platform(difference, left, right)


def _number_of_all_courses(difference: Difference, left: Object, right: Object) -> bool:
    return difference.path == "programs[].number_of_courses" and difference.left == 1 < difference.right


KNOWN: tuple[KnownDifference, ...] = (
    KnownDifference(
        "course-page-without-slug",
        frozenset({"courses"}),
        _page_of_no_slug,
        "a course without a URL slug has no page: null instead of the address of a page called None",
    ),
    KnownDifference(
        "organization-names",
        frozenset({"organizations"}),
        _name_of_the_platform,
        "organizations get their names from the platform's organizations API",
    ),
    KnownDifference(
        "organization-names",
        frozenset({"courses"}),
        _name_of_an_owner,
        "organizations get their names from the platform's organizations API",
    ),
    KnownDifference(
        "number-of-courses",
        frozenset({"courses"}),
        _number_of_all_courses,
        "the programs of a course count all their courses, not only that one",
    ),
)


def explanation(resource: str, difference: Difference, left: Object, right: Object) -> KnownDifference | None:
    """The first known difference that this is a case of, `left` being the reference's object; None if there is none."""
    for known in KNOWN:
        if resource in known.resources and known.applies(difference, left, right):
            return known
    return None
