"""The runs of a catalog as CSV."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from course_discovery.apps.api.v1.serializers.marketing import tracked_url
from course_discovery.rest.serializers import isoformat

COLUMNS = (
    "announcement", "content_language", "course_key", "end", "enrollment_end", "enrollment_start",
    "expected_learning_items", "full_description",
    "image.description", "image.height", "image.src", "image.width",
    "key", "level_type", "marketing_url", "max_effort", "min_effort", "modified", "owners", "pacing_type",
    "prerequisites",
    "seats.audit.type",
    "seats.credit.credit_hours", "seats.credit.credit_provider", "seats.credit.currency", "seats.credit.price",
    "seats.credit.type", "seats.credit.upgrade_deadline",
    "seats.honor.type",
    "seats.masters.type",
    "seats.professional.currency", "seats.professional.price", "seats.professional.type",
    "seats.professional.upgrade_deadline",
    "seats.verified.currency", "seats.verified.price", "seats.verified.type", "seats.verified.upgrade_deadline",
    "short_description", "sponsors", "start", "subjects", "title",
    "video.description", "video.image.description", "video.image.height", "video.image.src", "video.image.width",
    "video.src",
)  # fmt: skip

PAID = ("currency", "price", "type", "upgrade_deadline")
# Seats of other types have no columns.
SEATS = {
    "audit": ("type",),
    "credit": ("credit_hours", "credit_provider", "currency", "price", "type", "upgrade_deadline"),
    "honor": ("type",),
    "masters": ("type",),
    "professional": PAID,
    "verified": PAID,
}
# A run may have several, sold by different providers.
CREDIT = "credit"
_SEAT_VALUES = {
    "credit_hours": lambda seat: seat.credit_hours,
    "credit_provider": lambda seat: seat.credit_provider,
    "currency": lambda seat: seat.currency_id,
    "price": lambda seat: f"{seat.price:.2f}",
    "type": lambda seat: seat.type_id,
    "upgrade_deadline": lambda seat: _moment(seat.upgrade_deadline),
}


class _Echo:
    """What the writer writes is what its methods return."""

    def write(self, line: str) -> str:
        return line


def csv_lines(runs: Iterable[Any], tracking: str) -> Iterator[str]:
    """Yield the header and a line for each run that `load_sold_runs` has loaded; lines end in CR LF.

    `tracking`: the query string that marketing addresses get, "" for none.
    """
    writer = csv.DictWriter(_Echo(), COLUMNS)
    yield writer.writeheader()
    for run in runs:
        yield writer.writerow(_cells(run, tracking))


def _cells(run: Any, tracking: str) -> dict[str, Any]:
    """By column; None is an empty cell."""
    course, video = run.course, run.get_video
    return {
        "announcement": _moment(run.announcement),
        "content_language": run.language_id,
        "course_key": course.key,
        "end": _moment(run.end),
        "enrollment_end": _moment(run.enrollment_end),
        "enrollment_start": _moment(run.enrollment_start),
        "expected_learning_items": ",".join(course.texts.expected_learning_items),
        "full_description": run.full_description,
        "image.src": run.card_image_url,
        "key": run.key,
        "level_type": course.level_type.translated_name if course.level_type else None,
        "marketing_url": tracked_url(run, tracking),
        "max_effort": run.max_effort,
        "min_effort": run.min_effort,
        "modified": _moment(run.modified),
        "owners": ",".join(organization.key for organization in course.loaded_owners),
        "pacing_type": run.pacing_type,
        "prerequisites": ",".join(course.texts.prerequisites),
        **_seats(run),
        "short_description": run.short_description,
        "sponsors": ",".join(organization.key for organization in course.loaded_sponsors),
        "start": _moment(run.start),
        "subjects": ",".join(subject_names(course)),
        "title": run.title,
        "video.description": video.description if video else None,
        "video.image.src": video.image.src if video and video.image else None,
        "video.src": video.src if video else None,
    }


def subject_names(course: Any) -> list[str]:
    """In the active language."""
    return [subject.safe_translation_getter("name", any_language=True) or "" for subject in course.loaded_subjects]


def _seats(run: Any) -> dict[str, str]:
    found: dict[str, list[Any]] = {}
    for seat in run.seats.all():
        found.setdefault(seat.type_id, []).append(seat)
    cells: dict[str, str] = {}
    for slug, names in SEATS.items():
        seats = found.get(slug, [])
        # Of other types the last one counts.
        shown = seats if slug == CREDIT else seats[-1:]
        for name in names:
            values = [_SEAT_VALUES[name](seat) for seat in shown]
            cells[f"seats.{slug}.{name}"] = ",".join("" if value is None else str(value) for value in values)
    return cells


def _moment(moment: Any) -> str | None:
    return isoformat(moment) if moment else None
