"""A row of a table of courses on its way into the catalogue, and what is said when it does not get there."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError

from course_discovery.apps.course_metadata.models import CourseRunType, CourseType, Organization
from course_discovery.apps.data_loading.loaders.external_course_messages import error_message
from course_discovery.apps.data_loading.loaders.external_course_values import Cells
from course_discovery.apps.data_loading.loaders.put_pictures import PutPictures
from course_discovery.apps.data_loading.loaders.row_errors import told
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import ExternalCourseRecord, RowError

logger = logging.getLogger(__name__)


@dataclass
class Row:
    """A row with what it names, and what became of it."""

    record: ExternalCourseRecord
    organization: Organization
    course_type: CourseType
    run_type: CourseRunType
    outcome: Outcome = field(default_factory=Outcome)
    pictures: PutPictures = field(default_factory=PutPictures)
    is_new_course: bool = False
    is_new_run: bool = False
    course_changed: bool = False
    run_changed: bool = False

    @property
    def cells(self) -> Cells:
        return self.record.cells

    @property
    def changed(self) -> bool:
        return self.course_changed or self.run_changed

    @property
    def key(self) -> str:
        assert self.record.course_key is not None
        return self.record.course_key


def row_error(code: str, cells: Cells, **more: Any) -> RowError:
    return RowError(code, error_message(code, cells, **more))


@contextmanager
def failing_as(code: str, row: Row, title: str = "", **more: Any) -> Iterator[None]:
    """Turn what goes wrong into the row's error."""
    try:
        yield
    except (RowError, OperationalError, InterfaceError):
        raise
    except Exception as error:
        raise RowError(code, error_message(title or code, row.cells, exception_message=told(error), **more)) from error
