"""How a refresh stands, for people: its record cannot tell that its process has died."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class RunState:
    """`name` is a status of run records; `text` says what it means for what comes next, if it needs saying."""

    name: str
    text: str = ""

    @property
    def is_live(self) -> bool:
        return self.name == "running"


def state_of(status: str, has_lease: bool, is_file: bool, age: timedelta, resumable_for: timedelta) -> RunState:
    """Return how a run stands. `has_lease`: its holder was heard of lately. `age`: since it began."""
    if status not in ("running", "interrupted"):
        return RunState(status)
    if status == "running" and has_lease:
        return RunState("running")
    if is_file:
        return RunState("interrupted", "Load the file again: what is there already is found unchanged.")
    if age < resumable_for:
        return RunState("interrupted", "It will be taken up by the next refresh of the same stage.")
    return RunState("interrupted", "It is too old to be taken up: the next refresh begins anew.")


def pages_expected(pages: int, seen: int, announced: int) -> int | None:
    """Return how many pages a listing has, by the rows it announced and those of the pages so far; None: not known."""
    if not pages or not seen or not announced:
        return None
    return max(pages, -(-announced * pages // seen))
