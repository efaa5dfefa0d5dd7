"""The programs that courses and runs name as theirs, in a number of queries that no row count changes."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Program


def load_programs_of_courses(courses: Sequence[Course], leave_out: Collection[ProgramStatus]) -> None:
    """Sets `loaded_programs` on each course: its programs but those of the given statuses, the oldest first.

    Each has `number_of_courses`, type and partner. A draft course has the programs of no other row.
    """
    prefetch_related_objects(courses, Prefetch("programs", _named(leave_out), to_attr="loaded_programs"))


def load_programs_of_runs(runs: Sequence[CourseRun], leave_out: Collection[ProgramStatus]) -> None:
    """Sets `loaded_programs` on each run: the programs of its course likewise, but those that exclude the run."""
    load_programs_of_courses(list({run.course_id: run.course for run in runs}.values()), leave_out)
    by_course = {run.course_id: run.course.loaded_programs for run in runs if hasattr(run.course, "loaded_programs")}
    programs = {program.pk: program for of_course in by_course.values() for program in of_course}
    exclusions: Any = Program.excluded_course_runs.through
    excluded = set(
        exclusions.objects.filter(program__in=programs, courserun__in=[run.pk for run in runs]).values_list(
            "program", "courserun"
        )
        if programs
        else ()
    )
    run: Any
    for run in runs:
        run.loaded_programs = [program for program in by_course[run.course_id] if (program.pk, run.pk) not in excluded]


def _named(leave_out: Collection[ProgramStatus]) -> QuerySet[Program]:
    # A subquery: what chooses the programs of a course must not choose which courses are counted.
    members: Any = Program.courses.through
    counted = members.objects.filter(program=OuterRef("pk")).order_by().values("program").annotate(n=Count("pk"))
    number = Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
    programs = Program.objects.exclude(status__in=leave_out).select_related("type", "partner")
    return programs.annotate(number_of_courses=number).order_by("created", "pk")
