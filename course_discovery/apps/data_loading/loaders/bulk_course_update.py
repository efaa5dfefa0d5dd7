"""Changes of courses and of their runs, by the key of either."""

import logging

from django.db import transaction

from course_discovery.apps.course_metadata.models import Course, CourseRun, CourseRunType, CourseType
from course_discovery.apps.data_loading.loaders import bulk_course_edit
from course_discovery.apps.data_loading.loaders.base import RowLoader
from course_discovery.apps.data_loading.loaders.bulk_course_row import BulkRow
from course_discovery.apps.data_loading.loaders.external_course_names import CourseNames
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import BulkCourseRecord, RowError
from course_discovery.apps.data_loading.rules.bulk_course import needs_price

logger = logging.getLogger(__name__)

NO_PRICE = "Price must be provided when changing the track"
_OF_COURSE = ("partner", "type", "product_source", "video", "_official_version", "canonical_course_run")


class CourseUpdateLoader(RowLoader[BulkCourseRecord]):
    """Writes what a row tells, and of that only what differs; blank cells touch nothing.

    A row that names a run changes the run and its course, one that names a course the course alone; drafts are looked
    up only. All edits of a row are made or none. A run that is to go into review and lacks something for that keeps
    them, although the row is told as failed.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self._names = CourseNames(reference.partner)

    def load_row(self, record: BulkCourseRecord) -> Outcome:
        row: BulkRow | None = None
        is_edited = False
        try:
            course, run = self._named(record)
            row = self._understood(record, course, run)
            with transaction.atomic():
                self._edit(row, course, run)
            is_edited = True
            if run is not None and bulk_course_edit.asks_for_review(row):
                with transaction.atomic():
                    bulk_course_edit.send_to_review(row, course, run)
        except Exception as error:
            if row is not None and not is_edited:
                row.pictures.take_back()
            if not isinstance(error, RowError):
                raise
            logger.error("%s", error)
            failed = Outcome()
            key = record.cells.get("course_run_key") or record.cells.get("course_key") or str(record.line)
            failed.fail(key, error.code, str(error))
            if row is not None and is_edited:
                row.tell_edits(failed)
            return failed
        row.count_edits()
        return row.outcome

    def _named(self, record: BulkCourseRecord) -> tuple[Course, CourseRun | None]:
        """Return the course and run that the row names. Raises RowError."""
        partner, run_key, course_key = (
            self.reference.partner,
            record.cells.get("course_run_key"),
            record.cells.get("course_key", ""),
        )
        if run_key is None:
            courses = Course.everything.filter(partner=partner, draft=True, key=course_key).select_related(*_OF_COURSE)
            course = courses.first()
            if course is None:
                raise RowError("COURSE_NOT_FOUND", f"Can not find course with key: [{course_key}]")
            return course, None
        runs = CourseRun.everything.filter(course__partner=partner, draft=True, key=run_key).select_related(
            "type", "_official_version", "restricted_run", *(f"course__{name}" for name in _OF_COURSE)
        )
        run = runs.prefetch_related("seats", "transcript_languages").first()
        if run is None:
            raise RowError("COURSE_RUN_NOT_FOUND", f"Can not find course run with key: [{run_key}]")
        return run.course, run

    def _understood(self, record: BulkCourseRecord, course: Course, run: CourseRun | None) -> BulkRow:
        """Return the row with the tracks that it names. Raises RowError."""
        row = BulkRow(record, course.title or "")
        cells = record.cells
        if name := cells.get("course_enrollment_track"):
            row.course_type = self._names.course_type(name)
            if row.course_type is None:
                raise row.error("MISSING_COURSE_TYPE", course_type=name)
        if run is not None and (name := cells.get("course_run_enrollment_track")):
            row.run_type = self._names.run_type(name)
            if row.run_type is None:
                raise row.error("MISSING_COURSE_RUN_TYPE", course_run_type=name)
        changes = [(course.type, row.course_type), (run.type if run else None, row.run_type)]
        if "verified_price" not in cells and any(needs_price(_name(old), _name(new)) for old, new in changes):
            raise RowError("MISSING_REQUIRED_DATA", NO_PRICE)
        return row

    def _edit(self, row: BulkRow, course: Course, run: CourseRun | None) -> None:
        bulk_course_edit.edit_course(row, course, self._names)
        if run is not None:
            bulk_course_edit.edit_run(row, course, run, self._names)
        bulk_course_edit.publish_edits(row, course, run)


def _name(track: CourseType | CourseRunType | None) -> str | None:
    return track.name if track else None
