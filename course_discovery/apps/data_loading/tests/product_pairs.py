"""Courses with both rows that tables name, not changed for long."""

from datetime import UTC, datetime

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import CourseFactory

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
# A uuid that no product has.
UNKNOWN = "7b4ad6d6-3a52-4d2f-a5a5-3c1c4d7f6a00"


def pair(partner, **values):
    """Return a draft and its official course with these values."""
    draft = CourseFactory(partner=partner, draft=True, **values)
    official = CourseFactory(partner=partner, draft_version=draft, key=draft.key, uuid=draft.uuid, **values)
    Course.everything.update(data_modified_timestamp=LONG_AGO)
    return draft, official
