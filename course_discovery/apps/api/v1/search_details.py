"""Hits as the resources of their types show them: as the database knows them."""

from itertools import groupby
from typing import Any

from rest_framework.request import Request

from course_discovery.apps.api.v1.search_results import Hits, Results, ids_of
from course_discovery.apps.api.v1.serializers.course import CourseSerializer
from course_discovery.apps.api.v1.serializers.course_run import CourseRunWithProgramsSerializer
from course_discovery.apps.api.v1.serializers.learner_pathway import LearnerPathwaySerializer
from course_discovery.apps.api.v1.serializers.marketing import tracking_query
from course_discovery.apps.api.v1.serializers.person import PersonSerializer
from course_discovery.apps.api.v1.serializers.program import (
    FULL_PROGRAM_NEEDS,
    PROGRAM_NEEDS_OF_COURSES,
    ProgramSerializer,
)
from course_discovery.apps.api.v1.serializers.program_course import ShownRuns, needed_of_courses
from course_discovery.apps.course_metadata.models import Course, CourseRun, Person
from course_discovery.apps.course_metadata.selectors.pages import (
    COURSE_RELATIONS,
    load_course_runs,
    load_courses,
    people,
    with_course,
    with_joins,
)
from course_discovery.apps.course_metadata.selectors.skills import skills_of_programs
from course_discovery.apps.learner_pathway.models import LearnerPathway
from course_discovery.apps.learner_pathway.selectors.pathways import pathways_with_nodes
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.selectors.containing import load_programs_of_courses, load_programs_of_runs
from course_discovery.apps.programs.selectors.pages import load_programs, with_program_joins
from course_discovery.apps.publisher.selectors.editing import editable_ids
from course_discovery.apps.publisher.selectors.organizations import membership_of
from course_discovery.apps.search.selectors.course_results import RunChoice
from course_discovery.rest.serializers import SparseFields


def detailed_results(hits: Hits, choice: RunChoice, request: Request) -> Results:
    """The hits as their resources show them, in the same order; rows that were deleted meanwhile are left out."""
    shown = {
        "course": _courses(ids_of(hits, "course"), choice, request),
        "courserun": _course_runs(ids_of(hits, "courserun"), request),
        "learnerpathway": _learner_pathways(ids_of(hits, "learnerpathway"), choice, request),
        "person": _people(ids_of(hits, "person"), request),
        "program": _programs(ids_of(hits, "program"), choice, request),
    }
    found = ((hit["_source"]["content_type"], hit["_source"]["pk"]) for hit in hits)
    return [{"content_type": kind, **shown[kind][pk]} for kind, pk in found if pk in shown[kind]]


def _courses(ids: list[int], choice: RunChoice, request: Request) -> dict[int, dict[str, Any]]:
    user = request.user
    membership = membership_of(user)
    is_internal = user.is_staff or membership.in_a_group
    runs = CourseRun.objects.filter(hidden=False).without_restricted(include=choice.include_restricted)
    courses: list[Any] = list(with_joins(Course.objects.filter(pk__in=ids)).select_related("partner"))
    for partner, some in _by_partner(courses, lambda course: course.partner):
        load_courses(some, partner, runs, COURSE_RELATIONS if is_internal else COURSE_RELATIONS - {"editors"})
    load_programs_of_courses(courses, (ProgramStatus.Deleted,))
    if not is_internal:
        for course in courses:
            course.loaded_editors = []
    context = {
        "request": request,
        "tracking": tracking_query(request),
        "editable_ids": editable_ids(user, courses, membership.organizations),
        "is_internal": is_internal,
    }
    return {course.pk: CourseSerializer(course, context=context).data for course in courses}


def _course_runs(ids: list[int], request: Request) -> dict[int, dict[str, Any]]:
    runs: list[Any] = list(with_course(CourseRun.objects.filter(pk__in=ids)).select_related("course__partner"))
    for partner, some in _by_partner(runs, lambda run: run.course.partner):
        load_course_runs(some, partner)
    load_programs_of_runs(runs, (ProgramStatus.Deleted, ProgramStatus.Unpublished, ProgramStatus.Retired))
    context = {"request": request, "tracking": tracking_query(request)}
    return {run.pk: CourseRunWithProgramsSerializer(run, context=context).data for run in runs}


def _programs(ids: list[int], choice: RunChoice, request: Request) -> dict[int, dict[str, Any]]:
    programs: list[Any] = list(with_program_joins(Program.objects.filter(pk__in=ids)))
    everything = SparseFields(only=None, omit=frozenset())
    of_courses = needed_of_courses(everything, ShownRuns(), full_runs=False)
    of_courses |= everything.needs(PROGRAM_NEEDS_OF_COURSES)
    load_programs(programs, choice.include_restricted, everything.needs(FULL_PROGRAM_NEEDS), of_courses)
    skills = skills_of_programs([program.uuid for program in programs])
    for program in programs:
        program.loaded_skills = skills[program.uuid]
    context = {"request": request, "tracking": tracking_query(request)}
    return {program.pk: ProgramSerializer(program, context=context).data for program in programs}


def _people(ids: list[int], request: Request) -> dict[int, dict[str, Any]]:
    found = people(Person.objects.filter(pk__in=ids)).prefetch_related("position__organization__partner")
    return {person.pk: PersonSerializer(person, context={"request": request}).data for person in found}


def _learner_pathways(ids: list[int], choice: RunChoice, request: Request) -> dict[int, dict[str, Any]]:
    if not ids:
        return {}
    found = pathways_with_nodes(LearnerPathway.objects.filter(pk__in=ids), choice.include_restricted)
    return {pathway.pk: LearnerPathwaySerializer(pathway, context={"request": request}).data for pathway in found}


def _by_partner(rows: list[Any], partner_of: Any) -> list[tuple[Any, list[Any]]]:
    """The rows by partner; nearly always there is one."""
    rows.sort(key=lambda row: partner_of(row).pk)
    return [(partner, list(some)) for partner, some in groupby(rows, key=partner_of)]
