"""When the data of programs last changed, which consumers poll for. All writes are set-based."""

from collections.abc import Collection

from django.utils import timezone

from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.selectors.concerned import programs_of_courses
from course_discovery.rest.data_version import bump_on_commit


def stamp_programs(program_ids: Collection[int]) -> None:
    """Set `data_modified_timestamp` of the programs to now, in one statement and without a save."""
    if not program_ids:
        return
    Program.objects.filter(pk__in=program_ids).update(data_modified_timestamp=timezone.now())
    catalogue_changed.send(Program, model=Program, pks=program_ids)
    bump_on_commit()


def stamp_programs_of_courses(course_ids: Collection[int]) -> None:
    """Stamp the programs that contain these courses, given by the primary keys of drafts or of official rows."""
    stamp_programs(programs_of_courses(course_ids))
