"""What Studio is told of a course run, and when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from course_discovery.apps.course_metadata.rules.keys import InvalidCatalogKey, parse_run_key

_TOLD = frozenset({"title_override", "enrollment_start", "enrollment_end"})
_TOLD_OF_EXTERNAL = _TOLD | {"start", "end"}


class RunFacts(NamedTuple):
    """A run as far as Studio is concerned. External courses have their dates here, all others in Studio."""

    key: str
    title: str | None
    pacing_type: str | None
    start: datetime | None
    end: datetime | None
    enrollment_start: datetime | None
    enrollment_end: datetime | None
    is_external: bool

    @property
    def has_enrollment_dates(self) -> bool:
        return self.enrollment_start is not None or self.enrollment_end is not None


def is_studio_key(key: str) -> bool:
    """Tell whether Studio can have a run of this key: CCX runs are made in the LMS."""
    try:
        return not parse_run_key(key).is_ccx
    except InvalidCatalogKey:
        return False


def told_fields(is_external: bool) -> frozenset[str]:
    """Return the columns of a run whose changes Studio is told."""
    return _TOLD_OF_EXTERNAL if is_external else _TOLD


def new_run_body(run: RunFacts, team: Iterable[str]) -> dict[str, Any]:
    """Return what a new run is made of; `team` are names of users."""
    body = _identity(run, team)
    if run.pacing_type:
        body["pacing_type"] = run.pacing_type
    if run.start or run.end:
        body["schedule"] = {"start": _written(run.start), "end": _written(run.end)}
    return body


def changed_run_body(run: RunFacts, team: Iterable[str], clears_enrollment: bool = False) -> dict[str, Any]:
    """Return what of a run may have changed.

    A run without enrollment dates may have some in Studio that nobody has read yet: those are only taken away when
    they were taken away here, which `clears_enrollment` tells.
    """
    body = _identity(run, team)
    schedule: dict[str, Any] = {}
    if run.is_external:
        schedule |= {"start": _written(run.start), "end": _written(run.end)}
    if run.has_enrollment_dates or clears_enrollment:
        schedule |= {
            "enrollment_start": _written(run.enrollment_start),
            "enrollment_end": _written(run.enrollment_end),
        }
    return body | ({"schedule": schedule} if schedule else {})


def end_dates_body(end: datetime | None, enrollment_end: datetime | None) -> dict[str, Any]:
    """Return what ends a run, whatever kind of course it belongs to."""
    return {"schedule": {"end": _written(end), "enrollment_end": _written(enrollment_end)}}


def _identity(run: RunFacts, team: Iterable[str]) -> dict[str, Any]:
    parts = parse_run_key(run.key)
    return {
        "title": run.title,
        "org": parts.org,
        "number": parts.number,
        "run": parts.run,
        "team": [{"user": name, "role": "instructor"} for name in dict.fromkeys(team)],
    }


def _written(moment: datetime | None) -> str | None:
    """Times here are UTC."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
