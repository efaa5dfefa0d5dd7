"""What events told of runs while a listing was read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from course_discovery.apps.data_loading.models import CourseRunEvent
from course_discovery.apps.data_loading.models.course_run_event import EventStatus
from course_discovery.apps.data_loading.records import RunRecord
from course_discovery.apps.data_loading.sources.course_run_events import event_record


def with_newer_events(records: Sequence[RunRecord], since: datetime) -> list[RunRecord]:
    """Return the records of a listing, with what applied events tell that became so at `since` or later.

    Events of these runs are locked, also those that wait: who applies one does it after this transaction.
    """
    if not records:
        return []
    rows = CourseRunEvent.objects.select_for_update().filter(
        key__in=[record.key for record in records], time__gte=since
    )
    events = {event.key: event_record(event.row) for event in rows if event.status == EventStatus.Applied}
    return [_told_by(events[record.key], record) if record.key in events else record for record in records]


def _told_by(event: RunRecord, record: RunRecord) -> RunRecord:
    return replace(
        record,
        title=event.title,
        start=event.start,
        end=event.end,
        enrollment_start=event.enrollment_start,
        enrollment_end=event.enrollment_end,
        pacing_type=event.pacing_type,
        hidden=event.hidden,
    )
