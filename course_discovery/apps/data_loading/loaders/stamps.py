"""The time at which the data of a course last changed, as clients that poll for changes read it."""

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from course_discovery.apps.course_metadata.models import Course


def stamp_courses(draft_pks: Collection[int]) -> None:
    """Stamp draft courses, and their official rows, after something that belongs to a draft changed."""
    if draft_pks:
        Course.everything.filter(Q(pk__in=draft_pks) | Q(draft_version__in=draft_pks)).update(
            data_modified_timestamp=timezone.now()
        )
