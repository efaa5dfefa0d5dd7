"""Learner pathways in the admin: a pathway shows its steps, a step its courses, programs and blocks."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from course_discovery.apps.learner_pathway.choices import NodeType
from course_discovery.apps.learner_pathway.models import (
    LearnerPathway,
    LearnerPathwayBlock,
    LearnerPathwayCourse,
    LearnerPathwayProgram,
    LearnerPathwayStep,
)
from course_discovery.apps.learner_pathway.selectors.pathways import pathways_with_times, steps_with_times

UNKNOWN = "-"


class _AlwaysSaved(forms.ModelForm):
    """A new step is worth saving as it stands."""

    def has_changed(self) -> bool:
        return self.instance._state.adding or super().has_changed()


class StepInline(admin.TabularInline):
    model = LearnerPathwayStep
    form = _AlwaysSaved
    min_num = 1
    extra = 0
    fields = ("min_requirement", "page", "contents")
    readonly_fields = ("page", "contents")
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[LearnerPathwayStep]:
        return super().get_queryset(request).prefetch_related("courses__course", "programs__program", "blocks")

    @admin.display(description="UUID")
    def page(self, step: LearnerPathwayStep) -> str:
        """Leads to the page on which the nodes of the step are chosen."""
        if step.pk is None:
            return "Save the pathway, then choose courses and programs here."
        url = reverse("admin:learner_pathway_learnerpathwaystep_change", args=[step.pk])
        return format_html('<a href="{}">{}</a>', url, step.uuid)

    @admin.display(description="Courses, programs and blocks")
    def contents(self, step: LearnerPathwayStep) -> str:
        if step.pk is None:
            return UNKNOWN
        names = [
            *(node.course.key for node in step.courses.all()),
            *(node.program.title for node in step.programs.all()),
            *(node.block_id for node in step.blocks.all()),
        ]
        return ", ".join(names) or UNKNOWN


class CourseInline(admin.TabularInline):
    model = LearnerPathwayCourse
    extra = 0
    fields = ("course", "uuid")
    readonly_fields = ("uuid",)
    autocomplete_fields = ("course",)


class ProgramInline(admin.TabularInline):
    model = LearnerPathwayProgram
    extra = 0
    fields = ("program", "uuid")
    readonly_fields = ("uuid",)
    autocomplete_fields = ("program",)


class BlockInline(admin.TabularInline):
    model = LearnerPathwayBlock
    extra = 0
    fields = ("course", "block_id", "uuid")
    readonly_fields = ("uuid",)
    autocomplete_fields = ("course",)


@admin.register(LearnerPathway)
class LearnerPathwayAdmin(admin.ModelAdmin):
    list_display = ("uuid", "title", "status", "partner", "number_of_steps", "estimated_completion_time")
    list_display_links = ("uuid", "title")
    list_filter = ("status", "partner")
    list_select_related = ("partner",)
    search_fields = ("uuid", "title")
    readonly_fields = ("uuid",)
    inlines = (StepInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LearnerPathway]:
        return pathways_with_times(super().get_queryset(request))

    @admin.display(description="Steps")
    def number_of_steps(self, pathway: LearnerPathway) -> int:
        return len(pathway.steps.all())

    @admin.display(description="Estimated hours")
    def estimated_completion_time(self, pathway: LearnerPathway) -> str:
        return f"{pathway.time_of_completion:g}" if pathway.time_of_completion else UNKNOWN


@admin.register(LearnerPathwayStep)
class LearnerPathwayStepAdmin(admin.ModelAdmin):
    list_display = ("uuid", "pathway", "estimated_completion_time", "number_of_courses", "number_of_programs")
    list_select_related = ("pathway",)
    search_fields = ("uuid", "pathway__uuid", "pathway__title")
    raw_id_fields = ("pathway",)
    readonly_fields = ("uuid",)
    inlines = (CourseInline, ProgramInline, BlockInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LearnerPathwayStep]:
        return steps_with_times(super().get_queryset(request))

    @admin.display(description="Estimated hours")
    def estimated_completion_time(self, step: LearnerPathwayStep) -> str:
        low, high = step.hours_range
        return f"{low:g} - {high:g}" if high else UNKNOWN

    @admin.display(description=f"{NodeType.COURSE.label}s")
    def number_of_courses(self, step: LearnerPathwayStep) -> int:
        return len(step.courses.all())

    @admin.display(description=f"{NodeType.PROGRAM.label}s")
    def number_of_programs(self, step: LearnerPathwayStep) -> int:
        return len(step.programs.all())


class NodeAdmin(admin.ModelAdmin):
    readonly_fields = ("uuid",)
    raw_id_fields: Any = ("step",)


@admin.register(LearnerPathwayCourse)
class LearnerPathwayCourseAdmin(NodeAdmin):
    list_display = ("uuid", "course_key", "course_title")
    list_select_related = ("course", "step__pathway")
    search_fields = ("uuid", "course__key", "course__title")
    autocomplete_fields = ("course",)

    @admin.display(description="Course key", ordering="course__key")
    def course_key(self, node: LearnerPathwayCourse) -> str:
        return node.course.key

    @admin.display(description="Course title", ordering="course__title")
    def course_title(self, node: LearnerPathwayCourse) -> str | None:
        return node.course.title


@admin.register(LearnerPathwayProgram)
class LearnerPathwayProgramAdmin(NodeAdmin):
    list_display = ("uuid", "program_title", "program_uuid")
    list_select_related = ("program", "step__pathway")
    search_fields = ("uuid", "program__uuid", "program__title")
    autocomplete_fields = ("program",)

    @admin.display(description="Program title", ordering="program__title")
    def program_title(self, node: LearnerPathwayProgram) -> str:
        return node.program.title

    @admin.display(description="Program UUID")
    def program_uuid(self, node: LearnerPathwayProgram) -> str:
        return str(node.program.uuid)


@admin.register(LearnerPathwayBlock)
class LearnerPathwayBlockAdmin(NodeAdmin):
    list_display = ("uuid", "block_id", "course")
    list_select_related = ("course", "step__pathway")
    search_fields = ("uuid", "block_id", "course__key", "course__title")
    autocomplete_fields = ("course",)
