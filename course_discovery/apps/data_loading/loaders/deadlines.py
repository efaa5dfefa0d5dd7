"""Upgrade deadlines that follow the end of their run."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings

from course_discovery.apps.course_metadata.constants import VERIFIED
from course_discovery.apps.course_metadata.models import Seat
from course_discovery.apps.course_metadata.rules.seat import default_upgrade_deadline
from course_discovery.apps.data_loading.loaders.bulk import update_rows
from course_discovery.apps.data_loading.outcome import Outcome


def move_deadlines(ends: Mapping[int, datetime | None], moved: Collection[int], outcome: Outcome) -> set[int]:
    """Calculate the deadline of the verified seats of some runs anew; return the keys of the runs with changed seats.

    `ends` maps the keys of the runs to their ends; a run without end keeps its deadlines. `moved` are those whose
    end changed: deadlines set by hand for the old end are dropped.
    """
    if not ends:
        return set()
    seats = list(Seat.everything.filter(course_run_id__in=list(ends), type__slug=VERIFIED))
    for seat in seats:
        end = ends[seat.course_run_id]
        if end is not None:
            seat.upgrade_deadline = default_upgrade_deadline(VERIFIED, end, settings.PUBLISHER_UPGRADE_DEADLINE_DAYS)
        if seat.course_run_id in moved:
            seat.upgrade_deadline_override = None
    return {seat.course_run_id for seat in update_rows(Seat, seats, outcome)}
