"""What tables of courses must tell, and which run of a course a row speaks of."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from course_discovery.apps.course_metadata.choices import CourseRunPacing, ExternalCourseMarketingType, RestrictionType

REQUIRED = (
    *("title", "number", "image", "short_description", "long_description", "what_will_you_learn", "course_level"),
    *("primary_subject", "verified_price", "publish_date", "start_date", "start_time", "end_date", "end_time"),
    *("course_pacing", "minimum_effort", "maximum_effort", "length", "content_language", "transcript_language"),
)
# Sprints end without certificate.
_CERTIFICATE = ("certificate_header", "certificate_text")
_PACINGS = {"instructor-paced": CourseRunPacing.Instructor, "self-paced": CourseRunPacing.Self}


def required_columns(further: Iterable[str], marketing_type: str | None) -> list[str]:
    """Return the columns that must not be blank, in the order of messages; `further` are those of type and source."""
    without = _CERTIFICATE if marketing_type == ExternalCourseMarketingType.Sprint else ()
    return [name for name in (*REQUIRED, *further) if name not in without]


def missing_data(cells: Mapping[str, str | None], required: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Return what is blank, as the source of the table calls it."""
    return [names.get(column, column) for column in required if not cells.get(column)]


def pacing(cell: str | None) -> CourseRunPacing | None:
    return _PACINGS.get((cell or "").lower())


def restriction(cell: str | None) -> str | None:
    """Return who alone may take the run; None where the row does not say."""
    return None if cell is None or cell == "None" else cell


def is_for_enterprises(cells: Mapping[str, str | None]) -> bool:
    """Tell whether the row is about a run for enterprise customers, whose price is not that of the course."""
    return cells.get("restriction_type") == RestrictionType.CustomB2BEnterprise


class KnownRun(NamedTuple):
    """What a stored run is told by. Later runs have a higher rank."""

    rank: tuple[datetime, int]
    variant_id: UUID | None
    start: datetime | None
    end: datetime | None


def chosen_run(
    runs: Sequence[KnownRun], variant_id: UUID | None, start: datetime | None, end: datetime | None
) -> int | None:
    """Return the place of the run that a row speaks of, or None if the course does not have it yet.

    It is the latest run of that variant, or without a variant and at the same dates. A run of another variant is none
    of the row's, whatever its dates.
    """
    candidates = [
        place
        for place, run in enumerate(runs)
        if (run.variant_id is None and (run.start, run.end) == (start, end))
        or (run.variant_id is not None and run.variant_id == variant_id)
    ]
    return max(candidates, key=lambda place: runs[place].rank, default=None)
