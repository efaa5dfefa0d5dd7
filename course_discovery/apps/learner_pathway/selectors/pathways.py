"""Pathways with their steps and nodes; every list costs a number of queries that no row count changes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun, Seat
from course_discovery.apps.learner_pathway.models import (
    LearnerPathway,
    LearnerPathwayBlock,
    LearnerPathwayCourse,
    LearnerPathwayProgram,
    LearnerPathwayStep,
)
from course_discovery.apps.learner_pathway.rules import skills as rules


def published_runs(include_restricted: Collection[str] = ()) -> QuerySet[CourseRun]:
    """Return the runs that nodes show: published official ones, restricted ones only of the types given."""
    runs = CourseRun.everything.filter(draft=False, status=CourseRunStatus.Published)
    return runs.without_restricted(tuple(include_restricted)).in_page_order()


def pathways_with_nodes(
    pathways: QuerySet[LearnerPathway] | None = None, include_restricted: Collection[str] = ()
) -> QuerySet[LearnerPathway]:
    """Return the pathways, active or not, by id, with steps, course and program nodes and their published runs.

    Seven queries. Blocks are not loaded, as steps do not list them.
    """
    rows = LearnerPathway.objects.all() if pathways is None else pathways
    return rows.order_by("pk").prefetch_related(
        Prefetch("steps", steps_with_nodes(include_restricted=include_restricted))
    )


def steps_with_nodes(
    steps: QuerySet[LearnerPathwayStep] | None = None, include_restricted: Collection[str] = ()
) -> QuerySet[LearnerPathwayStep]:
    """Return the steps, of any pathway, by id, as `pathways_with_nodes` loads them; six queries."""
    rows = LearnerPathwayStep.objects.all() if steps is None else steps
    return rows.order_by("pk").prefetch_related(
        Prefetch("courses", course_nodes(include_restricted)),
        Prefetch("programs", program_nodes(include_restricted)),
    )


def course_nodes(include_restricted: Collection[str] = ()) -> QuerySet[LearnerPathwayCourse]:
    """Return all course nodes by id, each with its course and the course's published runs; two queries."""
    return (
        LearnerPathwayCourse.objects.order_by("pk")
        .select_related("course")
        .prefetch_related(Prefetch("course__course_runs", published_runs(include_restricted)))
    )


def program_nodes(include_restricted: Collection[str] = ()) -> QuerySet[LearnerPathwayProgram]:
    """Return all program nodes by id, with program, its courses in its order and their published runs; three queries.

    Runs that the program excludes are among them.
    """
    return (
        LearnerPathwayProgram.objects.order_by("pk")
        .select_related("program")
        .prefetch_related(
            "program__courses", Prefetch("program__courses__course_runs", published_runs(include_restricted))
        )
    )


def block_nodes() -> QuerySet[LearnerPathwayBlock]:
    """Return all block nodes by id."""
    return LearnerPathwayBlock.objects.order_by("pk")


def pathways_with_times(pathways: QuerySet[LearnerPathway] | None = None) -> QuerySet[LearnerPathway]:
    """Return the pathways by id with all that `time_of_completion` looks at; ten queries."""
    rows = LearnerPathway.objects.all() if pathways is None else pathways
    return rows.order_by("pk").prefetch_related(Prefetch("steps", steps_with_times()))


def steps_with_times(steps: QuerySet[LearnerPathwayStep] | None = None) -> QuerySet[LearnerPathwayStep]:
    """Return the steps by id with all that `hours_range` looks at; nine queries."""
    rows = LearnerPathwayStep.objects.all() if steps is None else steps
    runs = (
        CourseRun.everything.filter(draft=False)
        .select_related("type")
        .in_page_order()
        .prefetch_related(Prefetch("seats", Seat.everything.all()))
    )
    return rows.order_by("pk").prefetch_related(
        Prefetch("courses", LearnerPathwayCourse.objects.select_related("course__partner")),
        Prefetch("courses__course__course_runs", runs),
        Prefetch("programs", LearnerPathwayProgram.objects.select_related("program")),
        Prefetch("programs__program__courses", Course.objects.select_related("partner")),
        Prefetch("programs__program__courses__course_runs", runs),
        "blocks",
    )


def pathway_uuids(course_keys: Collection[str] = (), program_uuids: Collection[UUID] = ()) -> list[UUID]:
    """Return the UUIDs of the pathways, active or not, with a node of one of these courses or programs; sorted.

    `course_keys`: keys of courses or of official course runs. One query; none without keys and UUIDs.
    """
    if not course_keys and not program_uuids:
        return []
    runs = CourseRun.objects.filter(key__in=course_keys)
    courses = LearnerPathwayCourse.objects.filter(Q(course__key__in=course_keys) | Q(course__in=runs.values("course")))
    programs = LearnerPathwayProgram.objects.filter(program__uuid__in=program_uuids)
    found = LearnerPathway.objects.filter(Q(steps__in=courses.values("step")) | Q(steps__in=programs.values("step")))
    return sorted(set(found.order_by().values_list("uuid", flat=True)))


def course_keys_of(pathway: LearnerPathway) -> set[str]:
    """Return the keys of all courses that a loaded pathway teaches from, those of its programs too."""
    return {course.key for step in pathway.steps.all() for node in step.nodes for course in _courses_of(node)}


def skills_of(pathway: LearnerPathway, skills_of_course: Mapping[str, Sequence[rules.Skill]]) -> list[rules.Skill]:
    """Return the skills that a loaded pathway teaches.

    `skills_of_course`: course key -> skills (dictionaries with a `name`), at least for `course_keys_of(pathway)`.
    """
    return rules.pathway_skills(
        rules.step_skills(skills_of_course.get(course.key, ()) for node in step.nodes for course in _courses_of(node))
        for step in pathway.steps.all()
    )


def _courses_of(node: Any) -> Iterable[Course]:
    return node.program.courses.all() if isinstance(node, LearnerPathwayProgram) else [node.course]
