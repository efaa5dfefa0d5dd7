"""Course runs as events of the event bus tell them: rows of the Courses API in which some things are missing."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from openedx_events.content_authoring.data import CourseCatalogData, CourseScheduleData

from course_discovery.apps.data_loading.records import RunRecord
from course_discovery.apps.data_loading.sources.lms_courses import run_record


def event_row(catalog_info: Any) -> dict[str, Any] | None:
    """Return what an event tells of a run as plain JSON values; None for what is no CourseCatalogData."""
    if not isinstance(catalog_info, CourseCatalogData):
        return None
    schedule = catalog_info.schedule_data
    if not isinstance(schedule, CourseScheduleData):
        return None
    return {
        "id": str(catalog_info.course_key),
        "name": catalog_info.name,
        "start": _iso(schedule.start),
        "end": _iso(schedule.end),
        "enrollment_start": _iso(schedule.enrollment_start),
        "enrollment_end": _iso(schedule.enrollment_end),
        "pacing": schedule.pacing,
        "hidden": catalog_info.hidden,
    }


def event_record(row: dict[str, Any]) -> RunRecord:
    """Return what such a row says. Raises RowError."""
    return replace(run_record(row), is_partial=True)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
