"""External courses of a product source, with their runs: made, edited as an editor would, reviewed and published."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.constants import EXTERNAL_COURSE_TYPES
from course_discovery.apps.course_metadata.models import Course, CourseRun, Source
from course_discovery.apps.course_metadata.services.draft_world import ensure_draft_world
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.data_loading.loaders import external_course_values as values
from course_discovery.apps.data_loading.loaders.base import Listing, RowLoader
from course_discovery.apps.data_loading.loaders.course_cells import prices_of
from course_discovery.apps.data_loading.loaders.external_course_archive import archive_unlisted
from course_discovery.apps.data_loading.loaders.external_course_messages import error_message
from course_discovery.apps.data_loading.loaders.external_course_names import CourseNames
from course_discovery.apps.data_loading.loaders.external_course_row import Row, failing_as, row_error
from course_discovery.apps.data_loading.loaders.pictures import differs
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.outcome import CREATED, UPDATED, Outcome
from course_discovery.apps.data_loading.records import ExternalCourseRecord, RowError, RowNote
from course_discovery.apps.data_loading.rules import cell_values
from course_discovery.apps.data_loading.rules.external_course import (
    KnownRun,
    chosen_run,
    is_for_enterprises,
    missing_data,
    required_columns,
    restriction,
)
from course_discovery.apps.data_loading.sources.product_pictures import log_failure
from course_discovery.apps.publisher.services.course import create_course, publish_course_edits, update_course
from course_discovery.apps.publisher.services.course_run import NewRun, create_course_run, update_course_run
from course_discovery.apps.publisher.services.review import (
    complete_review_phase,
    send_to_legal_review,
    submit_course_run,
)
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.pictures import Picture

logger = logging.getLogger(__name__)

EMBARGO = "course_embargo_(ofac)_restriction_text_added_to_the_faq_section"


class ExternalCourseLoader(RowLoader[ExternalCourseRecord]):
    """Makes and edits courses by the services that editors use. What a row does is one transaction: all or nothing.

    The first row of a course that comes through tells of the course; the further ones tell of their runs, and one of
    them may move the price. Rows are some hundreds, so each is compared by itself; an unchanged one writes nothing.
    """

    def __init__(self, reference: Reference, product_type: str, product_source: Source) -> None:
        super().__init__(reference)
        self._type = product_type
        self._source = product_source
        self._names = CourseNames(reference.partner)
        # Identifiers and course keys of all rows, whatever became of them.
        self._listed: set[str] = set()
        self._knows_all = True
        # The row that told of each course; a page may be tried again, so it may be the present one.
        self._told_by: dict[str, int] = {}
        logger.info("Initiating CSV data loader flow.")

    def spare(self, identity: str) -> None:
        self._listed.add(identity)

    def finish(self, listing: Listing) -> Outcome:
        outcome = Outcome()
        if self._type in EXTERNAL_COURSE_TYPES and listing.is_proof and self._knows_all:
            archive_unlisted(self.reference.partner, self._type, self._source, self._listed, listing, outcome)
        logger.info("CSV loader ingest pipeline has completed.")
        return outcome

    def load_row(self, record: ExternalCourseRecord) -> Outcome:
        identifier = record.cells.get("external_identifier")
        identities = set(filter(None, (identifier, record.course_key)))
        self._listed |= identities
        self._knows_all = self._knows_all and bool(identities)
        logger.info("Starting data import flow for %s", record.cells["title"])
        row: Row | None = None
        try:
            row = self._understood(record)
            with transaction.atomic():
                self._write(row)
        except Exception as error:
            if row is not None:
                row.pictures.take_back()
            if not isinstance(error, RowError):
                raise
            logger.error("%s", error)
            failed = Outcome()
            failed.fail(identifier or record.course_key or str(record.line), error.code, str(error))
            return failed
        return row.outcome

    def _understood(self, record: ExternalCourseRecord) -> Row:
        """Return the row with what it names. Raises RowError, in the documented order."""
        cells = record.cells
        organization = self._names.organization(cells["organization"])
        if organization is None:
            raise row_error("MISSING_ORGANIZATION", cells, org_key=cells["organization"] or "")
        course_type = self._names.course_type(cells["course_enrollment_track"])
        if course_type is None:
            raise row_error("MISSING_COURSE_TYPE", cells, course_type=cells["course_enrollment_track"] or "")
        run_type = self._names.run_type(cells["course_run_enrollment_track"])
        if run_type is None:
            raise row_error(
                "MISSING_COURSE_RUN_TYPE", cells, course_run_type=cells["course_run_enrollment_track"] or ""
            )
        by_type = settings.CSV_LOADER_TYPE_SOURCE_REQUIRED_FIELDS.get(course_type.slug, {})
        required = required_columns(by_type.get(self._source.slug, ()), cells.get("external_course_marketing_type"))
        if missing := missing_data(cells, required, settings.GEAG_API_INGESTION_FIELDS_MAPPING):
            raise row_error("MISSING_REQUIRED_DATA", cells, missing_data=", ".join(missing))
        return Row(record, organization, course_type, run_type)

    def _write(self, row: Row) -> None:
        course = self._course(row.key)
        row.is_new_course = course is None
        with failing_as("COURSE_CREATE_ERROR" if course is None else "COURSE_RUN_UPDATE_ERROR", row):
            basics = values.basics(row.cells)
        if course is None:
            logger.info("Course key %s could not be found in database, creating the course.", row.key)
            course, run = self._create(row, basics)
            is_draft_edit = True
        else:
            logger.info("Course %s is located in the database.", row.key)
            course = ensure_draft_world(course)
            runs = _runs(course)
            run = self._chosen(row, basics, runs) or self._rerun(row, basics, course, runs)
            is_draft_edit = all(each.status != CourseRunStatus.Published for each in runs)
        logger.info("Draft flag is set to %s for the course %s", is_draft_edit, row.cells["title"])
        if self._told_by.get(row.key, row.record.line) == row.record.line:
            self._edit_course(row, basics, course)
            row.outcome.results["courses"].append([str(course.uuid), course.title])
        else:
            self._edit_price(row, basics, course)
        if row.course_changed:
            # It may have undone the review of the run.
            run.refresh_from_db(fields=["status"])
        self._edit_run(row, basics, run)
        with failing_as("COURSE_RUN_UPDATE_ERROR", row):
            if not is_draft_edit:
                _publish_edits(row, course, run)
            _review(row, run)
        logger.info("Course and course run updated successfully for course key %s", row.key)
        self._told_by.setdefault(row.key, row.record.line)
        _count(row, course, run, basics)

    def _course(self, key: str) -> Course | None:
        courses = Course.everything.filter_drafts(partner=self.reference.partner, key=key).select_related(
            *("partner", "type", "product_source", "video", "_official_version", "canonical_course_run"),
            *(f"additional_metadata__{name}" for name in ("certificate_info", "product_meta", "taxi_form")),
        )
        return courses.first()

    def _create(self, row: Row, basics: values.Basics) -> tuple[Course, CourseRun]:
        prices = prices_of(row.course_type, basics.price)
        row.is_new_run = True
        with failing_as("COURSE_CREATE_ERROR", row):
            course = create_course(
                self.reference.partner,
                organization=row.organization,
                number=row.cells["number"] or "",
                title=row.cells["title"] or "",
                type=row.course_type,
                product_source=self._source,
                prices=prices,
                first_run=_new_run(row, basics),
            )
            (run,) = _runs(course)
            return course, run

    def _chosen(self, row: Row, basics: values.Basics, runs: Sequence[CourseRun]) -> CourseRun | None:
        known = [KnownRun((run.created, run.pk), run.variant_id, run.start, run.end) for run in runs]
        place = chosen_run(known, basics.variant_id, basics.start, basics.end)
        return None if place is None else runs[place]

    def _rerun(self, row: Row, basics: values.Basics, course: Course, runs: Sequence[CourseRun]) -> CourseRun:
        logger.info(
            "Course Run with variant_id %s could not be found.Creating new course run for course %s with variant_id %s",
            basics.variant_id,
            row.key,
            basics.variant_id,
        )
        row.is_new_run = True
        with failing_as("COURSE_RUN_CREATE_ERROR", row, variant_id=basics.variant_id):
            last = max(runs, key=lambda run: (run.created, run.pk), default=None)
            created = create_course_run(course, _new_run(row, basics, last))
            return next(run for run in _runs(course) if run.pk == created.pk)

    def _edit_course(self, row: Row, basics: values.Basics, course: Course) -> None:
        image, logo = row.record.image, row.record.logo
        if not isinstance(image, Picture):
            if image is not None:
                log_failure("course", row.key, image)
            raise row_error("IMAGE_DOWNLOAD_FAILURE", row.cells)
        if isinstance(logo, PlatformError):
            message = error_message("LOGO_IMAGE_DOWNLOAD_FAILURE", row.cells)
            log_failure("course", row.key, logo)
            logger.error(message)
            row.outcome.notes.append(RowNote(row.key, "LOGO_IMAGE_DOWNLOAD_FAILURE", message))
        with failing_as("COURSE_UPDATE_ERROR", row):
            for name, picture in (("image", image), ("organization_logo_override", logo)):
                if isinstance(picture, Picture) and differs(getattr(course, name), picture):
                    row.pictures.put(course, name, picture)
                    logger.info("Image for course %s successfully updated in %s field", row.key, name)
            wanted = values.course_values(row.cells, self._names)
            wanted |= {"type": row.course_type, "product_source": self._source}
            edited = update_course(
                course,
                wanted,
                prices=self._course_prices(row, basics),
                additional_metadata=(
                    values.metadata(row.cells, basics, row.course_type.slug)
                    if row.course_type.slug in EXTERNAL_COURSE_TYPES
                    else None
                ),
                video_url=(row.cells["about_video_link"] or "") if "about_video_link" in row.cells else None,
            )
            row.course_changed = bool(edited.changed)
            official = course.official_version
            # Where a product comes from is no matter of review.
            if official is not None and official.product_source_id != self._source.pk:
                official.product_source = self._source
                official.save()
                row.course_changed = True

    def _edit_price(self, row: Row, basics: values.Basics, course: Course) -> None:
        prices = self._course_prices(row, basics)
        if prices:
            with failing_as("COURSE_UPDATE_ERROR", row, title="COURSE_ENTITLEMENT_PRICE_UPDATE_ERROR"):
                row.course_changed = bool(update_course(course, {}, prices=prices).changed)

    def _course_prices(self, row: Row, basics: values.Basics) -> dict[str, Any]:
        """Return the prices of the course if the row decides them: none do that are for enterprises, and of the others
        the last. So loading a table again moves no price to and fro."""
        if is_for_enterprises(row.cells) or not row.record.sets_price:
            return {}
        return prices_of(row.course_type, basics.price)

    def _edit_run(self, row: Row, basics: values.Basics, run: CourseRun) -> None:
        if run.in_review:
            return
        with failing_as("COURSE_RUN_UPDATE_ERROR", row):
            edited = update_course_run(
                run,
                values.run_values(row.cells, basics, row.run_type, self._names, run.key),
                prices=prices_of(row.course_type, basics.price),
                restriction_type=values.restriction_type(row.cells),
                upgrade_deadlines=values.upgrade_deadlines(row.cells),
            )
            row.run_changed = bool(edited.changed)


def _publish_edits(row: Row, course: Course, run: CourseRun) -> None:
    """Make public what changed of a course that is public."""
    if row.course_changed:
        publish_course_edits(course)
    is_done = row.course_changed and run.is_active_by_dates
    if row.changed and run.status == CourseRunStatus.Published and not is_done:
        submit_course_run(run)


def _review(row: Row, run: CourseRun) -> None:
    """Take a run through review: the source vouches for it. A reviewed one shows what changed of its course."""
    if run.status == CourseRunStatus.Unpublished:
        send_to_legal_review(run)
    if run.in_review:
        cells = row.cells
        embargo = cell_values.flag(cells[EMBARGO]) if EMBARGO in cells else run.has_ofac_restrictions
        comment = (cells["ofac_comment"] or "") if "ofac_comment" in cells else run.ofac_comment
        complete_review_phase(run, embargo, comment)
        row.run_changed = True
    elif run.status == CourseRunStatus.Reviewed and row.course_changed and not row.run_changed:
        officialise_run(run)


def _runs(course: Course) -> list[CourseRun]:
    """Return the runs of a course with all that an unchanged row is compared with."""
    runs = course.course_runs.select_related("restricted_run", "_official_version").order_by("created", "pk")
    return list(runs.prefetch_related("seats", "staff", "transcript_languages"))


def _new_run(row: Row, basics: values.Basics, rerun: CourseRun | None = None) -> NewRun:
    return NewRun(
        type=row.run_type,
        start=basics.start,
        end=basics.end,
        pacing_type=basics.pacing_type,
        prices=prices_of(row.course_type, basics.price),
        rerun=rerun,
    )


def _count(row: Row, course: Course, run: CourseRun, basics: values.Basics) -> None:
    outcome = row.outcome
    if row.is_new_course:
        outcome.wrote(Course, CREATED, 1)
    elif row.course_changed:
        outcome.wrote(Course, UPDATED, 1)
    if row.is_new_run:
        outcome.created += 1
        outcome.wrote(CourseRun, CREATED, 1)
        outcome.results["created_products"].append(_product(row, course, basics))
        return
    if row.run_changed:
        outcome.wrote(CourseRun, UPDATED, 1)
    if row.changed:
        outcome.updated += 1
    else:
        outcome.unchanged += 1


def _product(row: Row, course: Course, basics: values.Basics) -> dict[str, Any]:
    cells = row.cells
    return {
        "uuid": str(course.uuid),
        "external_course_marketing_type": cells.get("external_course_marketing_type"),
        "url_slug": course.active_url_slug,
        "rerun": True,
        "course_run_variant_id": str(basics.variant_id) if basics.variant_id else None,
        "restriction_type": restriction(cells.get("restriction_type")),
        "is_future_variant": cell_values.flag(cells.get("is_future_variant")),
    }
