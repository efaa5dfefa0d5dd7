"""Courses as programs and their curricula show them."""

from functools import cached_property
from typing import Any, NamedTuple

from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.course_run import (
    RUN_NEEDS,
    CourseRunSerializer,
    MinimalCourseRunSerializer,
)
from course_discovery.apps.api.v1.serializers.organization import MinimalOrganizationSerializer
from course_discovery.apps.api.v1.serializers.seat import EntitlementSerializer
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.rest.fields import UrlImageField
from course_discovery.rest.serializers import ReadSerializer, SparseFields

# What each key makes `load_programs` fetch of the courses. Their order and their statuses take the runs anyway.
COURSE_NEEDS = {"entitlements": {"entitlements"}, "owners": {"authoring_organizations"}}
MINIMAL_RUN_NEEDS = {
    key: needs for key, needs in RUN_NEEDS.items() if key in MinimalCourseRunSerializer._declared_fields
}


class ShownRuns(NamedTuple):
    """Which of the runs that count are shown: published ones; marketable ones with open enrollment, over or not."""

    published_only: bool = False
    open_only: bool = False

    def in_program(self, runs: list[CourseRun]) -> list[CourseRun]:
        shown = self.in_curriculum(runs)
        return [run for run in shown if run.is_marketable and run.is_enrollable] if self.open_only else shown

    def in_curriculum(self, runs: list[CourseRun]) -> list[CourseRun]:
        return [run for run in runs if run.status == CourseRunStatus.Published] if self.published_only else runs


def needed_of_courses(sparse: SparseFields, shown_runs: ShownRuns, *, full_runs: bool) -> set[str]:
    """What showing the kept keys of the courses and of their runs takes, of the names that `load_courses` knows."""
    needed = {"course_runs"} | sparse.needs(COURSE_NEEDS)
    if sparse.keeps("course_runs"):
        needed |= sparse.needs(RUN_NEEDS if full_runs else MINIMAL_RUN_NEEDS)
    if shown_runs.open_only:
        needed |= RUN_NEEDS["is_marketable"]
    return needed


class ShownCourse(NamedTuple):
    """A course with those of its runs that are shown."""

    course: Course
    course_runs: list[CourseRun]


class ProgramCourseSerializer(ReadSerializer):
    """A ShownCourse with minimal runs. Context: `tracking`, as for runs."""

    sparse_when_nested = True

    key = serializers.CharField(source="course.key")
    uuid = serializers.UUIDField(source="course.uuid")
    title = serializers.CharField(source="course.title", allow_null=True)
    course_runs = MinimalCourseRunSerializer(many=True)
    entitlements = EntitlementSerializer(source="course.loaded_entitlements", many=True)
    owners = MinimalOrganizationSerializer(source="course.loaded_owners", many=True)
    image = UrlImageField(source="course.image_url")
    short_description = serializers.CharField(source="course.short_description", allow_null=True)
    type = serializers.UUIDField(source="course.type.uuid")
    url_slug = serializers.SerializerMethodField(help_text="Always null.")
    course_type = serializers.CharField(source="course.type.slug")
    enterprise_subscription_inclusion = serializers.BooleanField(
        source="course.enterprise_subscription_inclusion", allow_null=True
    )
    excluded_from_seo = serializers.BooleanField(source="course.excluded_from_seo", allow_null=True)
    excluded_from_search = serializers.BooleanField(source="course.excluded_from_search", allow_null=True)
    course_run_statuses = serializers.ListField(source="course.course_run_statuses", child=serializers.CharField())

    def get_url_slug(self, shown: Any) -> str | None:
        return None


class ProgramCourseWithFullRunsSerializer(ProgramCourseSerializer):
    course_runs = CourseRunSerializer(many=True)


class ShowsCourses(serializers.Serializer):
    """Context: `full_runs`, whether runs are shown with all they have; `shown_runs` (ShownRuns), which are shown."""

    @property
    def shown_runs(self) -> ShownRuns:
        return self.context.get("shown_runs") or ShownRuns()

    @cached_property
    def shown_course(self) -> ProgramCourseSerializer:
        # Outermost of its own, so that `fields` and `omit` choose among its keys too.
        full = self.context.get("full_runs")
        return (ProgramCourseWithFullRunsSerializer if full else ProgramCourseSerializer)(context=self.context)

    def courses_shown(self, courses: list[ShownCourse]) -> list[dict[str, Any]]:
        return [self.shown_course.to_representation(course) for course in courses]
