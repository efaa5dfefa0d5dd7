"""Editing a course and a run of it by a row of a table, as editors would: drafts, and in public what is public."""

import logging

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.data_loading.loaders import bulk_course_values as values
from course_discovery.apps.data_loading.loaders.bulk_course_row import BulkRow
from course_discovery.apps.data_loading.loaders.external_course_names import CourseNames
from course_discovery.apps.data_loading.loaders.pictures import differs
from course_discovery.apps.data_loading.rules import cell_values
from course_discovery.apps.data_loading.rules.bulk_course import missing_for_review
from course_discovery.apps.data_loading.sources.product_pictures import log_failure
from course_discovery.apps.publisher.services.course import publish_course_edits, update_course
from course_discovery.apps.publisher.services.course_run import update_course_run
from course_discovery.apps.publisher.services.review import send_to_legal_review, submit_course_run
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.pictures import Picture

logger = logging.getLogger(__name__)

_PICTURES = {"image": "IMAGE_DOWNLOAD_FAILURE", "organization_logo_override": "LOGO_IMAGE_DOWNLOAD_FAILURE"}


def edit_course(row: BulkRow, course: Course, names: CourseNames) -> None:
    """Give a draft course what the row tells of it. Raises RowError."""
    pictures = {"image": row.record.image, "organization_logo_override": row.record.logo}
    for name, picture in pictures.items():
        if isinstance(picture, PlatformError):
            log_failure("course", course.key, picture)
            raise row.error(_PICTURES[name])
    with row.failing_as("COURSE_UPDATE_ERROR"):
        wanted = values.course_values(row.cells, names, list(course.subjects.all()))
        if row.course_type is not None:
            wanted["type"] = row.course_type
        for name, picture in pictures.items():
            if isinstance(picture, Picture) and differs(getattr(course, name), picture):
                row.pictures.put(course, name, picture)
                logger.info("Image for course %s successfully updated in %s field", course.key, name)
        edited = update_course(
            course,
            wanted,
            prices=values.prices(row.course_type or course.type, values.price(row.cells)),
            video_url=row.cells.get("about_video_link"),
            url_slug=row.cells.get("url_slug", ""),
        )
        row.course_changed = bool(edited.changed)


def edit_run(row: BulkRow, course: Course, run: CourseRun, names: CourseNames) -> None:
    """Give a draft run what the row tells of it. Raises RowError, among others while the run is in review."""
    if row.course_changed:
        # It may have undone the review of the run.
        run.refresh_from_db(fields=["status"])
    with row.failing_as("COURSE_RUN_UPDATE_ERROR"):
        wanted = values.run_values(row.cells, names)
        if row.run_type is not None:
            wanted["type"] = row.run_type
        prices = values.prices(course.type, values.price(row.cells))
        deadlines = values.upgrade_deadlines(row.cells)
        if wanted or prices or deadlines:
            edited = update_course_run(run, wanted, prices=prices, upgrade_deadlines=deadlines)
            row.run_changed = bool(edited.changed)


def publish_edits(row: BulkRow, course: Course, run: CourseRun | None) -> None:
    """Make public what changed of a course that is public. Raises RowError."""
    if not (row.course_changed or row.run_changed):
        return
    with row.failing_as("COURSE_RUN_UPDATE_ERROR" if run else "COURSE_UPDATE_ERROR"):
        if not course.course_runs.filter(status=CourseRunStatus.Published).exists():
            return
        if row.course_changed:
            publish_course_edits(course)
        is_done = row.course_changed and run is not None and run.is_active_by_dates
        if run is not None and run.status == CourseRunStatus.Published and not is_done:
            submit_course_run(run)


def asks_for_review(row: BulkRow) -> bool:
    return cell_values.flag(row.cells.get("move_to_legal_review"))


def send_to_review(row: BulkRow, course: Course, run: CourseRun) -> None:
    """Send the run into legal review if it is not published nor reviewed yet. Raises RowError if something lacks."""
    if run.status != CourseRunStatus.Unpublished:
        return
    missing = missing_for_review(course, run, course.subjects.exists())
    if missing:
        raise row.error("MISSING_REQUIRED_DATA", missing_data=missing)
    with row.failing_as("COURSE_RUN_UPDATE_ERROR"):
        send_to_legal_review(run)
    row.run_changed = True
