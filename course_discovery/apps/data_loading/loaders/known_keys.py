"""Which keys of a platform nobody has here, told without the database."""

from collections.abc import Callable, Iterable

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Course, CourseRun


class KnownKeys:
    """The keys that rows have, upper and lower case alike, as no more than a number each.

    To find rows whose keys are spelled otherwise a database reads all of its keys, for every page anew. Nearly always
    there are none, and this says so. `read` is called once, at the first question; keys of rows that are made
    afterwards are to be added, also of those whose transaction fails in the end.
    """

    def __init__(self, read: Callable[[], Iterable[str]]) -> None:
        self._read = read
        self._hashes: set[int] | None = None

    def add(self, keys: Iterable[str]) -> None:
        if self._hashes is not None:
            self._hashes.update(hash(key.lower()) for key in keys)

    def perhaps(self, keys: Iterable[str]) -> list[str]:
        """Return the keys that may be known; of all others it is certain that no row has them."""
        keys = list(keys)
        if keys and self._hashes is None:
            self._hashes = {hash(key.lower()) for key in self._read()}
        return [key for key in keys if hash(key.lower()) in (self._hashes or ())]


def known_run_keys() -> KnownKeys:
    """Return the keys of all runs."""
    return KnownKeys(lambda: CourseRun.everything.values_list("key", flat=True).order_by().iterator())


def known_course_keys(partner: Partner) -> KnownKeys:
    """Return the keys of the partner's courses."""
    rows = Course.everything.filter(partner=partner).order_by()
    return KnownKeys(lambda: rows.values_list("key", flat=True).iterator())


def known_rerun_keys(partner: Partner) -> KnownKeys:
    """Return the keys that courses of the partner claim for their reruns."""
    rows = Course.everything.filter(partner=partner).order_by().exclude(key_for_reruns=None).exclude(key_for_reruns="")
    return KnownKeys(lambda: rows.values_list("key_for_reruns", flat=True).iterator())
