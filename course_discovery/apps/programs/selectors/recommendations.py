"""Courses recommended to those who look at a course: of the same programs first, then of the same organizations."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.programs.models import Program

AT_MOST = 100


def recommended_courses(course: Course, include_restricted: Collection[str] = ()) -> list[Course]:
    """Return at most 100 official courses that may be marketed, with all that showing them takes; five queries.

    First those that share a program with `course`, of whatever status, then those that share a subject and an
    authoring organization; by age in either. Restricted runs count and are loaded only if of the types given.
    """
    runs = CourseRun.objects.all().without_restricted(tuple(include_restricted))
    candidates = (
        Course.objects.exclude(key=course.key)
        .filter(Exists(runs.marketable().filter(course=OuterRef("pk"))))
        .order_by("pk")
        .select_related("type", "partner")
    )
    memberships: Any = Program.courses.through
    subjects: Any = Course.subjects.through
    authors: Any = Course.authoring_organizations.through
    same_programs = candidates.filter(pk__in=_sharing(memberships, "program", course))
    alike = candidates.filter(
        pk__in=_sharing(subjects, "subject", course),
        authoring_organizations__in=authors.objects.filter(course=course).values("organization"),
    ).distinct()
    found = {row.pk: row for row in [*same_programs[:AT_MOST], *alike[:AT_MOST]]}
    courses = list(found.values())[:AT_MOST]
    prefetch_related_objects(
        courses,
        Prefetch("authoring_organizations", to_attr="loaded_owners"),
        Prefetch("course_runs", runs.in_page_order()),
        "url_slug_history",
    )
    return courses


def _sharing(through: Any, relation: str, course: Course) -> QuerySet[Any]:
    """The ids of the courses that have any of what the course has through this relation."""
    own = through.objects.filter(course=course).values(relation)
    return through.objects.filter(**{f"{relation}__in": own}).values("course")
