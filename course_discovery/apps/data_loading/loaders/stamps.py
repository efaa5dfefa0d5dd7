"""The time at which the data of a course last changed, as clients that poll for changes read it."""

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.programs.services.timestamps import stamp_programs_of_courses


def stamp_courses(draft_pks: Collection[int]) -> None:
    """Stamp draft courses, their official rows and the programs of these, after something of a draft changed."""
    if draft_pks:
        Course.everything.filter(Q(pk__in=draft_pks) | Q(draft_version__in=draft_pks)).update(
            data_modified_timestamp=timezone.now()
        )
        stamp_programs_of_courses(draft_pks)
