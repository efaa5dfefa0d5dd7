"""How long a learner pathway takes, in hours."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class HoursRange(NamedTuple):
    """What a step takes at least and at most."""

    low: float
    high: float


def course_hours(estimated_hours: float | None, is_active: bool) -> float:
    """Return the hours of the run that a course advertises (None without one); a run nobody can take counts nothing."""
    return estimated_hours if estimated_hours is not None and is_active else 0.0


def step_hours(hours: Sequence[float], min_requirement: int) -> HoursRange:
    """Return the range when a learner takes the shortest nodes that suffice, and when the longest."""
    ascending = sorted(hours)
    needed = min(min_requirement, len(ascending))
    return HoursRange(sum(ascending[:needed]), sum(ascending[len(ascending) - needed :]))


def pathway_hours(steps: Iterable[HoursRange]) -> float:
    """Return the sum of the middles of the steps' ranges."""
    return sum((step.low + step.high) / 2 for step in steps)
