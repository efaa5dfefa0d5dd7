"""What a run sells."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.course_metadata.rules.seat import default_upgrade_deadline
from course_discovery.apps.publisher.rules.switching import seats_error
from course_discovery.apps.publisher.services.changes import check_prices, write_changes


@transaction.atomic
def update_seats(
    draft_run: CourseRun,
    prices: Mapping[str, Decimal] | None = None,
    upgrade_deadlines: Mapping[str, datetime | None] | None = None,
) -> bool:
    """Make the seats of a draft run those of its type, and tell whether anything changed.

    `prices` and `upgrade_deadlines` (the overrides; None lifts one) come by slug of the seat type; seats that they do
    not name keep theirs, new ones are free. Raises ValidationError for a bad price, and when the
    official run sells what would be missing.
    """
    check_prices(prices or {})
    tracks = sorted(draft_run.type.tracks.all(), key=lambda track: track.pk) if draft_run.type else []
    wanted = list(dict.fromkeys(track.seat_type.slug for track in tracks if track.seat_type))
    present = list(draft_run.seats.all())
    if {seat.type_id for seat in present} != set(wanted):
        _refuse_switch(draft_run, wanted)
    changed = False
    for seat_type in wanted:
        seats = [seat for seat in present if seat.type_id == seat_type]
        for seat in seats or [Seat(course_run=draft_run, draft=True, type_id=seat_type)]:
            changed |= _write(seat, draft_run, (prices or {}), (upgrade_deadlines or {}))
    for seat in present:
        if seat.type_id not in wanted:
            seat.delete()
            changed = True
    if changed:
        getattr(draft_run, "_prefetched_objects_cache", {}).pop("seats", None)
    return changed


def _refuse_switch(draft_run: CourseRun, wanted: list[str]) -> None:
    official = draft_run.official_version
    sold = official.seats.values_list("type_id", flat=True) if official else []
    if error := seats_error(sold, wanted):
        raise ValidationError(error)


def _write(
    seat: Seat, run: CourseRun, prices: Mapping[str, Decimal], upgrade_deadlines: Mapping[str, datetime | None]
) -> bool:
    kind = seat.type_id
    deadline = default_upgrade_deadline(kind, run.end, settings.PUBLISHER_UPGRADE_DEADLINE_DAYS)
    values: dict[str, Any] = {"_upgrade_deadline": deadline}
    if kind in prices:
        values["price"] = prices[kind]
    if kind in upgrade_deadlines:
        values["upgrade_deadline_override"] = upgrade_deadlines[kind]
    if seat._state.adding:
        for name, value in values.items():
            setattr(seat, name, value)
        seat.save()
        return True
    return bool(write_changes(seat, values))
