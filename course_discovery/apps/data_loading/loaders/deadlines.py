"""Upgrade deadlines that follow the end of their run."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.conf import settings

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.constants import VERIFIED
from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.course_metadata.rules.seat import default_upgrade_deadline
from course_discovery.apps.data_loading.loaders.bulk import update_rows
from course_discovery.apps.data_loading.loaders.stored_runs import RunPair
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.publisher.services.offer_pushes import push_products


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


def publish_deadlines(partner: Partner, runs: Sequence[RunPair[CourseRun]]) -> None:
    """Have the shop told of the runs whose end is another now, if they sell anything.

    Where an editor has set a deadline by hand the shop has that, and it stays.
    """
    officials = {pair.official.pk: pair for pair in runs if pair.official is not None}
    if not officials or not partner.ecommerce_api_url:
        return
    seats = Seat.everything.filter(course_run__in=[row.pk for pair in officials.values() for row in pair.rows])
    overrides = list(seats.values_list("course_run", "upgrade_deadline_override"))
    selling = {run_pk for run_pk, _override in overrides}
    by_hand = {run_pk for run_pk, override in overrides if override is not None}
    push_products(
        partner,
        [
            pair.lead.key
            for official_pk, pair in officials.items()
            if official_pk in selling and pair.lead.pk not in by_hand
        ],
    )
