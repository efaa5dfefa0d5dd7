"""The values of a row of a table of many courses, by the fields of what is edited.

Only what a row tells is in them; blank tells nothing. Nonsense is a ValueError that names the column.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from course_discovery.apps.course_metadata.choices import CourseRunPacing
from course_discovery.apps.course_metadata.constants import VERIFIED
from course_discovery.apps.course_metadata.models import CourseType, Subject
from course_discovery.apps.data_loading.loaders.course_cells import RICH_TEXTS, SUBJECTS, prices_of, rich_text
from course_discovery.apps.data_loading.loaders.external_course_names import CourseNames
from course_discovery.apps.data_loading.rules import cell_values
from course_discovery.apps.data_loading.rules.bulk_course import with_given
from course_discovery.apps.data_loading.rules.external_course import pacing

Cells = Mapping[str, str]
Value = TypeVar("Value")

_TEXTS = ("title", "additional_information", "organization_short_code_override")
_NUMBERS = {"minimum_effort": "min_effort", "maximum_effort": "max_effort", "length": "weeks_to_complete"}
_MOMENTS = ("start", "end", "enrollment_start", "enrollment_end")


def course_values(cells: Cells, names: CourseNames, subjects: Sequence[Subject]) -> dict[str, Any]:
    """`subjects` are those that the course has: a row may tell one of the three alone."""
    values: dict[str, Any] = {
        field: rich_text(cells[column]) for column, field in RICH_TEXTS.items() if column in cells
    }
    values |= {name: cells[name] for name in _TEXTS if name in cells}
    if "level_type" in cells:
        values["level_type"] = _read(cells, "level_type", names.level)
    if any(column in cells for column in SUBJECTS):
        given = [next(iter(names.subjects([cells.get(column)])), None) for column in SUBJECTS]
        values["subjects"] = with_given(subjects, given)
    if "collaborators" in cells:
        values["collaborators"] = names.collaborators(cells["collaborators"])
    for name in ("watchers", "topics"):
        if name in cells:
            values[name] = cell_values.parts(cells[name])
    if "enterprise_subscription_inclusion" in cells:
        values["enterprise_subscription_inclusion"] = cell_values.flag(cells["enterprise_subscription_inclusion"])
    return values


def run_values(cells: Cells, names: CourseNames) -> dict[str, Any]:
    values: dict[str, Any] = {name: value for name in _MOMENTS if (value := moment(cells, name)) is not None}
    values |= schedule(cells)
    if "course_pacing" in cells:
        values["pacing_type"] = pacing_type(cells, "course_pacing")
    values |= languages(cells, names)
    program_type = names.program_type(cells.get("expected_program_type"))
    if program_type is not None:
        values["expected_program_type"] = program_type
    if "expected_program_name" in cells:
        values["expected_program_name"] = cells["expected_program_name"]
    return values


def languages(cells: Cells, names: CourseNames) -> dict[str, Any]:
    """Return what a run is held in; that is one language, the first that is named."""
    values: dict[str, Any] = {}
    if found := names.languages(cells.get("content_language")):
        values["language"] = found[0]
    if "transcript_languages" in cells:
        values["transcript_languages"] = names.languages(cells["transcript_languages"])
    return values


def schedule(cells: Cells) -> dict[str, Any]:
    """Return when a run goes live and how long it takes."""
    values: dict[str, Any] = {
        field: _read(cells, column, cell_values.whole_number) for column, field in _NUMBERS.items() if column in cells
    }
    if "publish_date" in cells:
        values["go_live_date"] = _read(cells, "publish_date", cell_values.moment)
    return values


def moment(cells: Cells, name: str) -> datetime | None:
    """Return what the columns of a date and of its time say; without a time it is the beginning of the day."""
    if f"{name}_date" not in cells:
        return None
    return _read(cells, f"{name}_date", lambda date: cell_values.moment(date, cells.get(f"{name}_time")))


def pacing_type(cells: Cells, column: str) -> CourseRunPacing:
    found = pacing(cells.get(column))
    if found is None:
        raise ValueError(f"{column}: {cells.get(column)!r} is neither Instructor-Paced nor Self-Paced")
    return found


def price(cells: Cells) -> Decimal | None:
    return _read(cells, "verified_price", cell_values.amount) if "verified_price" in cells else None


def prices(course_type: CourseType | None, amount: Decimal | None) -> dict[str, Decimal] | None:
    """Return the price of whatever entitles to a seat in a course of the type, by slug of the seat type."""
    return None if course_type is None or amount is None else prices_of(course_type, amount)


def upgrade_deadlines(cells: Cells) -> dict[str, datetime | None] | None:
    deadline = moment(cells, "upgrade_deadline_override")
    return None if deadline is None else {VERIFIED: deadline}


def _read(cells: Cells, column: str, read: Callable[[str], Value]) -> Value:
    try:
        return read(cells[column])
    except ValueError as error:
        raise ValueError(f"{column}: {str(error).removeprefix('course_level: ')}") from error
