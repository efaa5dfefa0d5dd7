"""Courses that are made by a table, each with its first run."""

import logging

from django.db import transaction

from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization, Source
from course_discovery.apps.course_metadata.rules.keys import CourseKeyParts
from course_discovery.apps.course_metadata.services.draft_world import ensure_draft_world
from course_discovery.apps.data_loading.loaders import bulk_course_edit
from course_discovery.apps.data_loading.loaders import bulk_course_values as values
from course_discovery.apps.data_loading.loaders.base import RowLoader
from course_discovery.apps.data_loading.loaders.bulk_course_row import BulkRow
from course_discovery.apps.data_loading.loaders.external_course_names import CourseNames
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.outcome import CREATED, Outcome
from course_discovery.apps.data_loading.records import BulkCourseRecord, RowError
from course_discovery.apps.data_loading.rules.bulk_course import new_course_columns
from course_discovery.apps.publisher.services.course import create_course
from course_discovery.apps.publisher.services.course_run import NewRun

logger = logging.getLogger(__name__)

_LANGUAGE = "en-us"
_LANGUAGES = {"content_language": _LANGUAGE, "transcript_languages": _LANGUAGE}


class CourseCreateLoader(RowLoader[BulkCourseRecord]):
    """Makes draft courses as editors would. What a row does is one transaction: all or nothing.

    A course that is there already is edited by the row, with the latest of its runs, and told among the `others`.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self._names = CourseNames(reference.partner)
        self._source = Source.objects.get(pk=reference.product_source_id)

    def load_row(self, record: BulkCourseRecord) -> Outcome:
        row = BulkRow(record, record.cells.get("title", ""))
        try:
            organization = self._understood(row)
            with transaction.atomic():
                self._write(row, organization)
        except Exception as error:
            row.pictures.take_back()
            if not isinstance(error, RowError):
                raise
            logger.error("%s", error)
            failed = Outcome()
            failed.fail(row.title or str(record.line), error.code, str(error))
            return failed
        return row.outcome

    def _understood(self, row: BulkRow) -> Organization:
        """Find what the row names, and return the organization. Raises RowError, in the documented order."""
        cells = row.cells
        key = cells.get("organization", "")
        organization = self._names.organization(key)
        if organization is None:
            raise row.error("MISSING_ORGANIZATION", org_key=key)
        track = cells.get("course_enrollment_track", "")
        row.course_type = self._names.course_type(track)
        if row.course_type is None:
            raise row.error("MISSING_COURSE_TYPE", course_type=track)
        run_track = cells.get("course_run_enrollment_track", "")
        row.run_type = self._names.run_type(run_track)
        if row.run_type is None:
            raise row.error("MISSING_COURSE_RUN_TYPE", course_run_type=run_track)
        required = new_course_columns(row.course_type.slug, bulk_course_edit.asks_for_review(row))
        if missing := [name for name in required if name not in cells]:
            raise row.error("MISSING_REQUIRED_DATA", missing_data=", ".join(missing))
        return organization

    def _write(self, row: BulkRow, organization: Organization) -> None:
        key = str(CourseKeyParts(organization.key, row.cells["number"]))
        course = Course.everything.filter_drafts(partner=self.reference.partner, key=key).first()
        run: CourseRun | None
        if course is None:
            course, run = self._created(row, organization)
            self._edit(row, course, run)
            row.outcome.created += 1
            row.outcome.wrote(Course, CREATED, 1)
            row.outcome.wrote(CourseRun, CREATED, 1)
            row.outcome.results["created_products"].append(f"{course.uuid} - {course.title} ({course.key})")
        else:
            logger.warning("Course with key %s already exists. Skipping creation.", key)
            advice = f"Select Correct Operation type for the course: {row.title} - {key}"
            logger.warning(advice)
            row.outcome.results["others"].append(advice)
            with row.failing_as("COURSE_UPDATE_ERROR"):
                course = ensure_draft_world(course)
            self._edit(row, course, course.course_runs.order_by("created", "pk").last())
            row.count_edits()

    def _created(self, row: BulkRow, organization: Organization) -> tuple[Course, CourseRun]:
        assert row.course_type is not None and row.run_type is not None, "unknown ones have been reported"
        cells = row.cells
        with row.failing_as("COURSE_CREATE_ERROR"):
            start, end = values.moment(cells, "start"), values.moment(cells, "end")
            assert start is not None and end is not None, "blank ones have been reported"
            prices = values.prices(row.course_type, values.price(cells)) or {}
            course = create_course(
                self.reference.partner,
                organization=organization,
                number=cells["number"],
                title=cells["title"],
                type=row.course_type,
                product_source=self._source,
                url_slug=cells.get("url_slug", ""),
                prices=prices,
                first_run=NewRun(
                    type=row.run_type,
                    start=start,
                    end=end,
                    pacing_type=values.pacing_type(cells, "course_pacing"),
                    prices=prices,
                    values=values.languages({**_LANGUAGES, **cells}, self._names),
                ),
                requested_by=self.reference.requested_by,
            )
            return course, course.course_runs.get()

    def _edit(self, row: BulkRow, course: Course, run: CourseRun | None) -> None:
        bulk_course_edit.edit_course(row, course, self._names)
        if run is not None:
            run.course = course
            bulk_course_edit.edit_run(row, course, run, self._names)
        bulk_course_edit.publish_edits(row, course, run)
        if run is not None and bulk_course_edit.asks_for_review(row):
            bulk_course_edit.send_to_review(row, course, run)
