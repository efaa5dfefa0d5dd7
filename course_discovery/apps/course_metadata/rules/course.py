"""What follows for a course from its runs."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

from course_discovery.apps.course_metadata.choices import CourseEnds, CourseRunStatus

RunT = TypeVar("RunT")
EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)
ARCHIVED = "archived"


class RunStatus(NamedTuple):
    status: str
    hidden: bool
    end: datetime | None


class AdvertisingFacts(NamedTuple):
    """What decides whether a marketable run is the one that the course page advertises."""

    start: datetime | None
    is_current: bool
    is_upcoming: bool
    is_upgradeable: bool


def advertised_run(marketable_runs: Iterable[tuple[RunT, AdvertisingFacts]]) -> RunT | None:
    """Return the run that the course page advertises, or None without runs.

    A run one can join and pay for now comes first, the latest started of them; then one to come that can be paid
    for, the nearest of them; then whichever starts last. Of runs with equal starts the first given wins.
    """
    current, coming, rest = [], [], []
    for run, facts in marketable_runs:
        if facts.is_current and facts.is_upgradeable:
            current.append((run, facts))
        elif facts.is_upcoming and facts.is_upgradeable:
            coming.append((run, facts))
        else:
            rest.append((run, facts))
    if current:
        return max(current, key=_start_or_earliest)[0]
    if coming:
        return min(coming, key=lambda pair: pair[1].start or LATEST)[0]
    return max(rest, key=_start_or_earliest)[0] if rest else None


def _start_or_earliest(pair: tuple[object, AdvertisingFacts]) -> datetime:
    return pair[1].start or EARLIEST


def end_date(runs: Iterable[tuple[str, datetime | None]]) -> datetime | None:
    """Return the last end of the published runs, given as (status, end); None when none of them has an end."""
    return max((end for status, end in runs if status == CourseRunStatus.Published and end), default=None)


def course_ends(last_end: datetime | None, now: datetime) -> CourseEnds:
    return CourseEnds.Past if last_end is not None and last_end <= now else CourseEnds.Future


def course_run_statuses(runs: Iterable[RunStatus], now: datetime) -> list[str]:
    """Return the statuses of the runs that are not hidden, sorted, each once.

    A run that was never published and is over counts as `archived`.
    """
    return sorted(
        {
            ARCHIVED
            if run.status == CourseRunStatus.Unpublished and run.end is not None and run.end < now
            else str(run.status)
            for run in runs
            if not run.hidden
        }
    )
