"""What is said when two runs of a program are called the same by its partner."""

from collections.abc import Sequence
from typing import NamedTuple


class KeyedRun(NamedTuple):
    """A run that has the key already; run and course as they name themselves."""

    external_key: str
    run: str
    course: str


def duplicate_message(holders: Sequence[KeyedRun]) -> str:
    listed = "".join(
        f" [ external_key={holder.external_key} course_run={holder.run} course={holder.course} ]" for holder in holders
    )
    return f"Duplicate external_key{'s' if len(holders) > 1 else ''} found: {listed}"
