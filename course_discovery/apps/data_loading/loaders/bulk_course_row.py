"""A row of a table by which editors make or change many courses, and what became of it."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError

from course_discovery.apps.course_metadata.models import Course, CourseRun, CourseRunType, CourseType
from course_discovery.apps.data_loading.loaders.external_course_messages import error_message
from course_discovery.apps.data_loading.loaders.put_pictures import PutPictures
from course_discovery.apps.data_loading.loaders.row_errors import told
from course_discovery.apps.data_loading.outcome import UPDATED, Outcome
from course_discovery.apps.data_loading.records import BulkCourseRecord, RowError

logger = logging.getLogger(__name__)


@dataclass
class BulkRow:
    """`title` is what messages call the course, the types are those that the row names."""

    record: BulkCourseRecord
    title: str
    course_type: CourseType | None = None
    run_type: CourseRunType | None = None
    outcome: Outcome = field(default_factory=Outcome)
    pictures: PutPictures = field(default_factory=PutPictures)
    course_changed: bool = False
    run_changed: bool = False

    @property
    def cells(self) -> Mapping[str, str]:
        return self.record.cells

    def error(self, code: str, **values: Any) -> RowError:
        return RowError(code, error_message(code, {"title": self.title}, **values))

    @contextmanager
    def failing_as(self, code: str) -> Iterator[None]:
        """Turn what goes wrong into the row's error."""
        try:
            yield
        except (RowError, OperationalError, InterfaceError):
            raise
        except Exception as error:
            raise self.error(code, exception_message=told(error)) from error

    def tell_edits(self, outcome: Outcome) -> None:
        """Note what of what was there has been written."""
        outcome.wrote(Course, UPDATED, int(self.course_changed))
        outcome.wrote(CourseRun, UPDATED, int(self.run_changed))

    def count_edits(self) -> None:
        """Count the row as one that changed something of what was there, or nothing."""
        self.tell_edits(self.outcome)
        if self.course_changed or self.run_changed:
            self.outcome.updated += 1
        else:
            self.outcome.unchanged += 1
