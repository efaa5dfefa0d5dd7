"""Course keys (`Org+Number`) and course run keys (`course-v1:Org+Number+Run`)."""

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import count
from string import ascii_lowercase
from typing import NamedTuple

from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey
from opaque_keys.edx.locator import LibraryLocator

NUMBER_PATTERN = re.compile(r"[a-zA-Z0-9._-]*")
NUMBER_MESSAGE = "Special characters not allowed in Course Number."


class InvalidCatalogKey(ValueError):
    """A text that is no course key or no course run key."""


class CourseKeyParts(NamedTuple):
    org: str
    number: str

    def __str__(self) -> str:
        return f"{self.org}+{self.number}"


class CourseRunKeyParts(NamedTuple):
    """What a run key tells. A CCX run has the organization, number and run of the course it was made from."""

    org: str
    number: str
    run: str
    is_deprecated: bool
    is_ccx: bool

    @property
    def course_key(self) -> str:
        return f"{self.org}+{self.number}"


def parse_course_key(fragment: str) -> CourseKeyParts:
    """Split `Org+Number`, or the older `Org/Number`. Raises InvalidCatalogKey."""
    parts = fragment.split("/" if "/" in fragment else "+")
    if len(parts) != 2:
        raise InvalidCatalogKey(f'Could not understand course key fragment "{fragment}".')
    return CourseKeyParts(*parts)


def parse_run_key(key: str) -> CourseRunKeyParts:
    """Split a run key: `course-v1:Org+Number+Run`, `Org/Number/Run` or a `ccx-v1:` key. Raises InvalidCatalogKey."""
    try:
        parsed = CourseKey.from_string(key)
    except InvalidKeyError as error:
        raise InvalidCatalogKey(f'Could not understand course run key "{key}".') from error
    if isinstance(parsed, LibraryLocator) or not (parsed.org and parsed.course and parsed.run):
        raise InvalidCatalogKey(f'Could not understand course run key "{key}".')
    return CourseRunKeyParts(
        org=parsed.org,
        number=parsed.course,
        run=parsed.run,
        is_deprecated=bool(parsed.deprecated),
        is_ccx=key.startswith("ccx-v1:"),
    )


def is_deprecated_run_key(key: str) -> bool:
    """Tell whether a run key has the form `Org/Number/Run`. No other form may hold a slash."""
    return "/" in key


def number_error(number: str) -> str | None:
    """Return what is wrong with the number of a new course, or None. An empty number passes."""
    return None if NUMBER_PATTERN.fullmatch(number) else NUMBER_MESSAGE


def run_key(course_key: str, run: str) -> str:
    """Return the key of a run of the course. Raises InvalidCatalogKey for a malformed course key."""
    org, number = parse_course_key(course_key)
    return f"course-v1:{org}+{number}+{run}"


def term(start: datetime) -> str:
    """Return the term of a start date: `1T2026` for January to April, then `2T2026` and `3T2026`."""
    return f"{(start.month + 3) // 4}T{start.year}"


def free_term(wanted: str, taken: Collection[str]) -> str:
    """Return the term, with the first suffix of a, b, …, z, aa, ab, … that makes it differ from all taken ones."""
    return next(candidate for candidate in _suffixed(wanted) if candidate not in taken)


def _suffixed(term_: str) -> Iterator[str]:
    yield term_
    for number in count(1):
        yield term_ + _letters(number)


def _letters(number: int) -> str:
    """Count like the columns of a spreadsheet: 1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = ascii_lowercase[digit] + letters
    return letters
