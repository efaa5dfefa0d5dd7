"""Course runs of the LMS, from its Courses API."""

from typing import Any

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.choices import CourseRunPacing
from course_discovery.apps.course_metadata.rules.keys import InvalidCatalogKey, parse_run_key
from course_discovery.apps.data_loading.records import RowError, RunRecord
from course_discovery.apps.data_loading.sources.base import Source, value_of
from course_discovery.apps.data_loading.sources.reading import (
    Row,
    as_row,
    flag,
    moment,
    nested_text,
    required_text,
    text,
)
from course_discovery.integrations.lms import CoursesApi
from course_discovery.integrations.oauth import service_session
from course_discovery.integrations.pages import Page

PACING = {"instructor": CourseRunPacing.Instructor.value, "self": CourseRunPacing.Self.value}


class LmsCourses(Source[CoursesApi, RunRecord]):
    @staticmethod
    def url(partner: Partner) -> str:
        return partner.courses_api_url or ""

    def connect(self, url: str) -> CoursesApi:
        return CoursesApi(url, service_session())

    def fetch_page(self, number: int) -> Page:
        return self.api.course_runs(number, self.page_size)

    def identity(self, row: Any) -> str | None:
        return value_of(row, "id")

    def transform(self, row: Any) -> RunRecord:
        return run_record(row)


def run_record(row: Any) -> RunRecord:
    """Return what a row of the Courses API says. Raises RowError."""
    row = as_row(row)
    key = required_text(row, "id", limit=255)
    try:
        parts = parse_run_key(key)
    except InvalidCatalogKey as error:
        raise RowError("bad_key", str(error)) from error
    _require(row, "name", "start", "end", "enrollment_start", "enrollment_end")
    return RunRecord(
        key=key,
        org=parts.org,
        course_key=parts.course_key,
        base_run_key=f"course-v1:{parts.course_key}+{parts.run}" if parts.is_ccx else None,
        title=text(row, "name", limit=255),
        start=moment(row, "start"),
        end=moment(row, "end"),
        enrollment_start=moment(row, "enrollment_start"),
        enrollment_end=moment(row, "enrollment_end"),
        pacing_type=PACING.get((text(row, "pacing") or "").lower()),
        hidden=flag(row, "hidden"),
        license=text(row, "license", limit=255) or "",
        short_description=text(row, "short_description"),
        mobile_available=flag(row, "mobile_available"),
        video_url=nested_text(row, "media", "course_video", "uri", limit=255),
        card_image_url=nested_text(row, "media", "image", "raw", limit=200),
    )


def _require(row: Row, *names: str) -> None:
    """An absent date would clear the stored one, so absence must not pass for null."""
    missing = [name for name in names if name not in row]
    if missing:
        raise RowError("missing", f"{', '.join(missing)} missing")
