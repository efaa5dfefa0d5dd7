"""Hits as results: as the index holds them, or as the resources of their types show them."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import Serializer

from course_discovery.apps.api.v1.serializers.course import CourseSerializer
from course_discovery.apps.api.v1.serializers.course_run import CourseRunWithProgramsSerializer
from course_discovery.apps.api.v1.serializers.marketing import tracking_query
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.selectors.pages import (
    COURSE_RELATIONS,
    load_course_runs,
    load_courses,
    with_course,
    with_joins,
)
from course_discovery.apps.publisher.selectors.editing import editable_ids
from course_discovery.apps.publisher.selectors.organizations import membership_of
from course_discovery.apps.search.selectors.course_results import RunChoice, live_courses

Hits = list[dict[str, Any]]
Results = list[dict[str, Any]]


def listed_results(hits: Hits, choice: RunChoice, shown_by: Mapping[str, Serializer]) -> Results:
    """The hits by the serializers of their content types: what the index holds, and of courses the runs as they are."""
    live = live_courses(_ids(hits, "course"), choice) if _shows_runs(shown_by) else {}
    results: Results = []
    for hit in hits:
        kind, source = hit["_source"]["content_type"], {**hit["_source"], "sort": hit.get("sort")}
        if kind == "course":
            now = live.get(source["pk"])
            # Deleted since it was indexed: shown as the index knows it, without runs.
            source |= {"course_runs": [], **(vars(now) if now else {})}
        results.append(shown_by[kind].to_representation(source))
    return results


def detailed_results(hits: Hits, choice: RunChoice, request: Request) -> Results:
    """The hits as their resources show them, in the same order; rows that were deleted meanwhile are left out."""
    shown = {
        "course": _courses(_ids(hits, "course"), choice, request),
        "courserun": _course_runs(_ids(hits, "courserun"), request),
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
    if not is_internal:
        for course in courses:
            course.loaded_editors = []
    context = {
        "request": request,
        "tracking": tracking_query(user),
        "editable_ids": editable_ids(user, courses, membership.organizations),
        "is_internal": is_internal,
    }
    return {course.pk: CourseSerializer(course, context=context).data for course in courses}


def _course_runs(ids: list[int], request: Request) -> dict[int, dict[str, Any]]:
    runs: list[Any] = list(with_course(CourseRun.objects.filter(pk__in=ids)).select_related("course__partner"))
    for partner, some in _by_partner(runs, lambda run: run.course.partner):
        load_course_runs(some, partner)
    context = {"request": request, "tracking": tracking_query(request.user)}
    return {run.pk: CourseRunWithProgramsSerializer(run, context=context).data for run in runs}


def _by_partner(rows: list[Any], partner_of: Any) -> list[tuple[Any, list[Any]]]:
    """The rows by partner; nearly always there is one."""
    rows.sort(key=lambda row: partner_of(row).pk)
    return [(partner, list(some)) for partner, some in groupby(rows, key=partner_of)]


def _ids(hits: Hits, kind: str) -> list[int]:
    return [hit["_source"]["pk"] for hit in hits if hit["_source"]["content_type"] == kind]


def _shows_runs(shown_by: Mapping[str, Serializer]) -> bool:
    return "course_runs" in shown_by["course"].fields
