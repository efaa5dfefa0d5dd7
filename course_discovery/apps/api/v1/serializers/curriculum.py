"""Curricula, which show courses and whole programs as the programs that have them do."""

from functools import cached_property
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.program_course import (
    ProgramCourseSerializer,
    ProgramCourseWithFullRunsSerializer,
    ShownCourse,
    ShownRuns,
)
from course_discovery.rest.serializers import ReadSerializer


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


class CurriculumSerializer(ReadSerializer, ShowsCourses):
    """Inactive curricula and memberships are shown like others."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    marketing_text = serializers.CharField(allow_null=True)
    marketing_text_brief = serializers.CharField(allow_null=True)
    is_active = serializers.BooleanField()
    courses = serializers.SerializerMethodField()
    programs = serializers.SerializerMethodField(help_text="As programs in lists are.")

    @extend_schema_field(ProgramCourseSerializer(many=True))
    def get_courses(self, curriculum: Any) -> list[dict[str, Any]]:
        choose = self.shown_runs.in_curriculum
        memberships = curriculum.course_memberships
        return self.courses_shown([ShownCourse(each.course, choose(each.course_runs)) for each in memberships])

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_programs(self, curriculum: Any) -> list[dict[str, Any]]:
        return [self.member_program.to_representation(each.program) for each in curriculum.program_memberships]

    @cached_property
    def member_program(self) -> Any:
        # Programs show curricula, which show programs.
        from course_discovery.apps.api.v1.serializers.program import MinimalProgramSerializer

        return MinimalProgramSerializer(context=self.context)
