"""Programs as they stand inside the documents of their courses and of these courses' runs."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Program

_UNSEEN = (ProgramStatus.Unpublished, ProgramStatus.Deleted)


class ShownProgram(NamedTuple):
    """What documents show of a program. `excluded_run_ids`: the runs that do not count in it."""

    title: str
    type_name: str | None
    excluded_run_ids: frozenset[int]


def programs_of_courses(course_ids: Collection[int]) -> defaultdict[int, list[ShownProgram]]:
    """Return the programs of each course that anybody may see, the oldest first; two queries."""
    memberships: Any = Program.courses.through  # type: ignore[attr-defined]
    exclusions: Any = Program.excluded_course_runs.through
    rows = list(
        memberships.objects.filter(course__in=course_ids)
        .exclude(program__status__in=_UNSEEN)
        .order_by("program__created", "program")
        .values_list("course_id", "program_id", "program__title", "program__type__name")
    )
    excluded: defaultdict[int, set[int]] = defaultdict(set)
    of_programs = exclusions.objects.filter(program__in={program_id for _, program_id, _, _ in rows})
    for program_id, run_id in of_programs.values_list("program_id", "courserun_id"):
        excluded[program_id].add(run_id)
    found: defaultdict[int, list[ShownProgram]] = defaultdict(list)
    for course_id, program_id, title, type_name in rows:
        found[course_id].append(ShownProgram(title, type_name, frozenset(excluded[program_id])))
    return found
