"""Events of the event bus, as Studio sends them."""

from datetime import UTC, datetime

from opaque_keys.edx.keys import CourseKey
from openedx_events.content_authoring.data import CourseCatalogData, CourseScheduleData
from openedx_events.content_authoring.signals import COURSE_CATALOG_INFO_CHANGED

KEY = "course-v1:LakeX+BOT1+1T2030"
START, END = datetime(2030, 1, 10, tzinfo=UTC), datetime(2030, 7, 10, 12, tzinfo=UTC)


def catalog_info(key=KEY, name="Botany", hidden=False, **schedule):
    """Botany, from January to July 2030."""
    values = {"start": START, "pacing": "self", "end": END, "enrollment_start": None, "enrollment_end": None}
    return CourseCatalogData(
        course_key=CourseKey.from_string(key),
        name=name,
        hidden=hidden,
        schedule_data=CourseScheduleData(**values | schedule),
    )


def send(time=None, **values):
    """Send the event through the signal, as the consumer of the event bus does; return what receivers answered."""
    metadata = COURSE_CATALOG_INFO_CHANGED.generate_signal_metadata(time=time)
    answers = COURSE_CATALOG_INFO_CHANGED.send_event_with_custom_metadata(metadata, catalog_info=catalog_info(**values))
    return [answer for _receiver, answer in answers]
