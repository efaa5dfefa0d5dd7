"""Events about course runs: the newest of each run is stored, and applied when its time has come."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.data_loading.loaders.course_run import RunLoader
from course_discovery.apps.data_loading.loaders.reference import read_reference
from course_discovery.apps.data_loading.models import CourseRunEvent, SourceRun
from course_discovery.apps.data_loading.models.course_run_event import EventStatus
from course_discovery.apps.data_loading.models.refresh_run import RunStatus
from course_discovery.apps.data_loading.pipelines import LMS_COURSES
from course_discovery.apps.data_loading.records import RowError
from course_discovery.apps.data_loading.rules.event_times import surely_listing
from course_discovery.apps.data_loading.selectors.default_partner import default_partner
from course_discovery.apps.data_loading.services.page import tell_of
from course_discovery.apps.data_loading.sources.course_run_events import event_record
from course_discovery.rest import data_version

logger = logging.getLogger(__name__)


def store_event(row: dict[str, Any], time: datetime) -> bool:
    """Store what became so at `time`, to be applied; return whether it is the newest that is known of the run.

    `row` is one of sources.course_run_events. What is older than the stored event is left aside.
    """
    key, now = row["id"], timezone.now()
    values = {
        # A clock ahead of ours must not shut out all that is told later.
        "time": min(time, now),
        "row": row,
        "status": EventStatus.Waiting,
        "received": now,
        "handled": None,
        "error": "",
    }
    not_newer = CourseRunEvent.objects.filter(key=key, time__lte=values["time"])
    if not_newer.update(**values):
        return True
    try:
        with transaction.atomic():
            CourseRunEvent.objects.create(key=key, **values)
            return True
    except IntegrityError:
        # Another one is stored, perhaps since a moment ago.
        is_stored = bool(not_newer.update(**values))
    if not is_stored:
        logger.info("An event of %s about %s is older than the last one and left aside.", time, key)
    return is_stored


def apply_event(key: str) -> None:
    """Apply the stored event of a run, unless that is done; what comes of it stands in its row.

    Raises OperationalError or InterfaceError when the database would not: then the event waits on.
    """
    try:
        with transaction.atomic():
            # Whoever else applies it, or stores a newer one, waits here.
            event = CourseRunEvent.objects.select_for_update().filter(key=key, status=EventStatus.Waiting).first()
            if event is None:
                return
            event.status, event.error = _outcome_of(event)
            event.handled = timezone.now()
            event.save()
    except (OperationalError, InterfaceError):
        logger.exception("An error occurred while updating %s", key)
        raise


def wait_again(events: Iterable[CourseRunEvent]) -> None:
    """Let events be applied once more."""
    CourseRunEvent.objects.filter(pk__in=[event.pk for event in events]).update(
        status=EventStatus.Waiting, handled=None, error=""
    )


def _outcome_of(event: CourseRunEvent) -> tuple[EventStatus, str]:
    """Load the event; return what came of it and the reason of a failure."""
    try:
        try:
            return _load(event), ""
        except IntegrityError:
            # Another event made the same course or organization in this moment: now it is there.
            return _load(event), ""
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("An error occurred while updating %s", event.key)
        code = error.code if isinstance(error, RowError) else type(error).__name__
        return EventStatus.Failed, f"{code}: {error}"


@transaction.atomic
def _load(event: CourseRunEvent) -> EventStatus:
    record = event_record(event.row)
    partner = _partner()
    if _is_overtaken(event, partner):
        logger.info("An event of %s about %s is older than the last refresh.", event.time, event.key)
        return EventStatus.Overtaken
    outcome = RunLoader(read_reference(partner)).load([record])
    if outcome.notes:
        raise RowError(outcome.notes[0].code, outcome.notes[0].message)
    if outcome.written:
        tell_of(outcome)
        data_version.bump_on_commit()
    return EventStatus.Applied


def _partner() -> Partner:
    """Return the partner whose courses events are about."""
    partner = default_partner()
    if partner is None:
        raise RowError("no_partner", "DEFAULT_PARTNER_ID names no partner")
    return partner


def _is_overtaken(event: CourseRunEvent, partner: Partner) -> bool:
    """Tell whether a refresh has read the run after it became what the event says.

    A refresh lists runs that have not ended. Of those it read all that it did not report as failed.
    """
    refreshes = SourceRun.objects.filter(
        refresh_run__partner=partner,
        source=LMS_COURSES,
        status=RunStatus.Completed,
        started__gt=surely_listing(event.time),
    ).exclude(row_failures__key=event.key)
    began = refreshes.order_by("started").values_list("started", flat=True).last()
    if began is None:
        return False
    ends = list(CourseRun.everything.filter(key=event.key).values_list("end", flat=True))
    return bool(ends) and all(end is None or end > began for end in ends)
