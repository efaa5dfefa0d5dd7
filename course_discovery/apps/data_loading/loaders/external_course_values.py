"""The values of a row of a table of courses, by the fields of what is made of it.

A column that the table does not have touches nothing. Nonsense is a ValueError that names the column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from course_discovery.apps.course_metadata.choices import (
    CourseRunPacing,
    ExternalCourseMarketingType,
    ProductStatus,
    RestrictionType,
)
from course_discovery.apps.course_metadata.constants import EXECUTIVE_EDUCATION_TYPE, VERIFIED
from course_discovery.apps.course_metadata.models import CourseRunType
from course_discovery.apps.data_loading.loaders.course_cells import RICH_TEXTS, SUBJECTS, rich_text
from course_discovery.apps.data_loading.loaders.external_course_names import CourseNames
from course_discovery.apps.data_loading.rules import cell_values
from course_discovery.apps.data_loading.rules.external_course import pacing, restriction

Cells = Mapping[str, str | None]
Value = TypeVar("Value")

_ADDRESSES = ("lead_capture_form_url", "organic_url")


@dataclass(frozen=True)
class Basics:
    """What a new run is made with, and by what it is found again. `price` is that of all that is sold."""

    start: datetime
    end: datetime
    pacing_type: CourseRunPacing | None
    variant_id: UUID | None
    price: Decimal


def basics(cells: Cells) -> Basics:
    start, end = (_moment(cells, name) for name in ("start", "end"))
    price = _read(cells, "verified_price", cell_values.amount)
    # These columns are required: blank ones have been reported.
    assert start is not None and end is not None and price is not None
    variant_id = _read(cells, "variant_id", cell_values.identifier)
    return Basics(start, end, pacing(cells.get("course_pacing")), variant_id, price)


def course_values(cells: Cells, names: CourseNames) -> dict[str, Any]:
    values: dict[str, Any] = {
        field: rich_text(cells[column]) or None for column, field in RICH_TEXTS.items() if column in cells
    }
    values["title"] = cells["title"]
    values["level_type"] = names.level(cells["course_level"] or "")
    values["subjects"] = names.subjects(cells.get(column) for column in SUBJECTS)
    if "additional_information" in cells:
        values["additional_information"] = cells["additional_information"]
    if "organization_short_code_override" in cells:
        values["organization_short_code_override"] = cells["organization_short_code_override"] or ""
    if "collaborators" in cells:
        values["collaborators"] = names.collaborators(cells["collaborators"])
    return values


def run_values(cells: Cells, row: Basics, run_type: CourseRunType, names: CourseNames, run_key: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "type": run_type,
        "start": row.start,
        "end": row.end,
        "go_live_date": _read(cells, "publish_date", cell_values.moment),
        "min_effort": _read(cells, "minimum_effort", cell_values.whole_number),
        "max_effort": _read(cells, "maximum_effort", cell_values.whole_number),
        "weeks_to_complete": _read(cells, "length", cell_values.whole_number),
        # A run is in one language.
        "language": next(iter(names.languages(cells["content_language"])), None),
        "transcript_languages": names.languages(cells["transcript_language"]),
    }
    if row.variant_id is not None:
        values["variant_id"] = row.variant_id
    for field, value in (
        ("enrollment_end", _moment(cells, "reg_close")),
        ("fixed_price_usd", _read(cells, "fixed_price_usd", cell_values.amount)),
    ):
        if value is not None:
            values[field] = value
    if "staff" in cells:
        values["staff"] = names.staff(cells["staff"], run_key)
    if "expected_program_type" in cells:
        values["expected_program_type"] = names.program_type(cells["expected_program_type"])
    if "expected_program_name" in cells:
        values["expected_program_name"] = cells["expected_program_name"] or ""
    return values


def upgrade_deadlines(cells: Cells) -> dict[str, datetime | None]:
    if "upgrade_deadline_override_date" not in cells:
        return {}
    return {VERIFIED: _moment(cells, "upgrade_deadline_override")}


def restriction_type(cells: Cells) -> str | None:
    wanted = restriction(cells.get("restriction_type"))
    if wanted is not None and wanted not in RestrictionType.values:
        raise ValueError("restriction_type: Not a valid choice for restriction_type")
    return wanted


def metadata(cells: Cells, row: Basics, course_type: str) -> dict[str, Any]:
    """Return the block of services/additional_metadata.py of the publisher."""
    for column in ("redirect_url", "external_identifier"):
        if column not in cells:
            raise ValueError(f"{column}: the table has no such column")
    if not cells["redirect_url"]:
        raise ValueError("redirect_url: This field may not be blank.")
    block: dict[str, Any] = {
        "external_url": cells["redirect_url"],
        "start_date": row.start,
        "end_date": row.end,
        "variant_id": row.variant_id,
        "product_status": ProductStatus.Published,
        "certificate_info": _texts(cells, heading="certificate_header", blurb="certificate_text"),
        "facts": [
            fact for number in (1, 2) if (fact := _texts(cells, heading=f"stat{number}", blurb=f"stat{number}_text"))
        ],
    }
    block |= {name: cells[name] for name in ("external_identifier", *_ADDRESSES) if cells.get(name)}
    if "reg_close_date" in cells:
        block["registration_deadline"] = _moment(cells, "reg_close")
    if cells.get("external_course_marketing_type") in ExternalCourseMarketingType.values:
        block["external_course_marketing_type"] = cells["external_course_marketing_type"]
    if course_type == EXECUTIVE_EDUCATION_TYPE:
        block["product_meta"] = _product_meta(cells)
    if cells.get("taxi_form_id") and cells.get("post_submit_url"):
        block["taxi_form"] = {"form_id": cells["taxi_form_id"], "post_submit_url": cells["post_submit_url"]}
    return block


def _texts(cells: Cells, heading: str, blurb: str) -> dict[str, str]:
    """Return a heading with its text; nothing if both are blank."""
    if not (cells.get(heading) or cells.get(blurb)):
        return {}
    return {"heading": cells.get(heading) or "", "blurb": rich_text(cells.get(blurb))}


def _product_meta(cells: Cells) -> dict[str, Any]:
    named = {"title": "meta_title", "description": "meta_description"}
    found: dict[str, Any] = {field: cells[column] for field, column in named.items() if cells.get(column)}
    if keywords := cell_values.parts(cells.get("meta_keywords")):
        found["keywords"] = keywords
    return found


def _moment(cells: Cells, name: str) -> datetime | None:
    time = cells.get(f"{name}_time")
    return _read(cells, f"{name}_date", lambda date: cell_values.moment(date, time))


def _read(cells: Cells, column: str, read: Callable[[str | None], Value]) -> Value:
    try:
        return read(cells.get(column))
    except ValueError as error:
        raise ValueError(f"{column}: {error}") from error
