"""Course runs that are made after the pattern of earlier ones."""

import logging
from collections.abc import Collection, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from course_discovery.apps.course_metadata.models import Course, CourseRun, CourseRunType
from course_discovery.apps.course_metadata.services.draft_world import ensure_draft_world
from course_discovery.apps.data_loading.loaders import bulk_course_values as values
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.external_course_messages import error_message
from course_discovery.apps.data_loading.loaders.external_course_names import CourseNames
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.row_errors import told
from course_discovery.apps.data_loading.outcome import CREATED, Outcome
from course_discovery.apps.data_loading.records import RerunRecord, RowError
from course_discovery.apps.data_loading.rules import cell_values
from course_discovery.apps.data_loading.rules.bulk_course import RERUN, missing_for_review
from course_discovery.apps.publisher.services.course_run import NewRun, create_course_run, update_course_run
from course_discovery.apps.publisher.services.review import send_to_legal_review

logger = logging.getLogger(__name__)

# Messages by code; each names the row.
MESSAGES = {
    "MISSING_REQUIRED_DATA": (
        "Missing required field(s) for course run: {key}. The missing data elements are: {fields}"
    ),
    "COURSE_RUN_NOT_FOUND": "Last Active Course Run with key '{key}' not found. Skipping row.",
    "COURSE_RUN_CREATE_ERROR": "Error creating rerun for course '{title}': {reason}",
}


class RerunLoader(Loader[RerunRecord]):
    """Makes draft runs as editors would, at the prices of the run that they repeat.

    What a row does is one transaction: a run that is to go into review and lacks something for that is not made.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self._names = CourseNames(reference.partner)

    def load(self, records: Sequence[RerunRecord]) -> Outcome:
        outcome = Outcome()
        keys = {record.cells["last_active_run_key"] for record in records if "last_active_run_key" in record.cells}
        patterns = _patterns(self.reference.partner, keys)
        for record in records:
            try:
                run = self._rerun(record, patterns)
            except RowError as error:
                logger.error("%s", error)
                outcome.fail(record.cells.get("last_active_run_key", str(record.row)), error.code, str(error))
            else:
                logger.info(
                    "[Row %s] Successfully created rerun %s for course: %s", record.row, run.key, run.course.title
                )
                outcome.created += 1
                outcome.wrote(CourseRun, CREATED, 1)
                outcome.results["new_runs"].append(run.key)
        return outcome

    def _rerun(self, record: RerunRecord, patterns: dict[str, CourseRun]) -> CourseRun:
        cells = record.cells
        key = cells.get("last_active_run_key", "")
        if missing := [name for name in RERUN if name not in cells]:
            raise _error(record, "MISSING_REQUIRED_DATA", key=key, fields=", ".join(missing))
        pattern = patterns.get(key)
        if pattern is None:
            raise _error(record, "COURSE_RUN_NOT_FOUND", key=key)
        try:
            with transaction.atomic():
                return self._created(record, pattern)
        except (RowError, OperationalError, InterfaceError):
            raise
        except Exception as error:
            raise _error(record, "COURSE_RUN_CREATE_ERROR", title=pattern.course.title, reason=told(error)) from error

    def _created(self, record: RerunRecord, pattern: CourseRun) -> CourseRun:
        cells = record.cells
        run_type = self._run_type(cells["run_type"])
        start, end = values.moment(cells, "start"), values.moment(cells, "end")
        assert start is not None and end is not None, "blank ones have been reported"
        course: Course = ensure_draft_world(pattern.course)
        new = NewRun(
            type=run_type,
            start=start,
            end=end,
            pacing_type=values.pacing_type(cells, "pacing_type"),
            prices={seat.type_id: seat.price for seat in pattern.seats.all()},
            rerun=pattern,
        )
        run = create_course_run(course, new, self.reference.requested_by)
        # The type is given again, as that refuses one that the course does not have.
        update_course_run(run, {"type": run_type, **values.schedule(cells)})
        if cell_values.flag(cells.get("move_to_legal_review")):
            if missing := missing_for_review(course, run, course.subjects.exists()):
                code = "MISSING_REQUIRED_DATA"
                raise RowError(code, error_message(code, {"title": course.title}, missing_data=missing))
            send_to_legal_review(run)
        return run

    def _run_type(self, name: str) -> CourseRunType:
        run_type = self._names.run_type(name)
        if run_type is None:
            raise ValueError(f'run_type: there is no course run type "{name}"')
        return run_type


def _error(record: RerunRecord, code: str, **named: Any) -> RowError:
    return RowError(code, f"[Row {record.row}] {MESSAGES[code].format(**named)}")


def _patterns(partner: Any, keys: Collection[str]) -> dict[str, CourseRun]:
    """Return the runs of these keys, drafts where there are some, with what reruns take over."""
    runs = CourseRun.everything.filter_drafts(course__partner=partner, key__in=keys).select_related("course__partner")
    return {run.key: run for run in runs.prefetch_related("seats", "staff", "transcript_languages")}
