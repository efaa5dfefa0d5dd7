from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from simple_history.admin import SimpleHistoryAdmin

from course_discovery.apps.programs.models import (
    Curriculum,
    CurriculumCourseMembership,
    CurriculumCourseRunExclusion,
    CurriculumProgramMembership,
)


class CurriculumProgramMembershipInline(admin.TabularInline):
    model = CurriculumProgramMembership
    fields = ("program", "is_active")
    autocomplete_fields = ("program",)
    extra = 0


class CurriculumCourseMembershipInline(admin.TabularInline):
    """Runs are excluded on the page of the membership, which each row links to."""

    model = CurriculumCourseMembership
    fields = ("course", "is_active")
    autocomplete_fields = ("course",)
    show_change_link = True
    extra = 0


class CurriculumCourseRunExclusionInline(admin.TabularInline):
    model = CurriculumCourseRunExclusion
    autocomplete_fields = ("course_run",)
    extra = 0


@admin.register(Curriculum)
class CurriculumAdmin(SimpleHistoryAdmin):
    list_display = ("uuid", "program", "name", "is_active")
    list_display_links = ("uuid", "name")
    list_filter = ("is_active",)
    list_select_related = ("program",)
    readonly_fields = ("uuid",)
    autocomplete_fields = ("program",)
    search_fields = ("uuid", "name", "program__title", "program__marketing_slug")
    inlines = (CurriculumProgramMembershipInline, CurriculumCourseMembershipInline)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as error:
            # Rows of one page may contradict each other, which shows as they are saved; nothing of the page is kept.
            for reason in error.messages:
                messages.error(request, reason)
            return HttpResponseRedirect(request.get_full_path())


@admin.register(CurriculumProgramMembership)
class CurriculumProgramMembershipAdmin(SimpleHistoryAdmin):
    list_display = ("curriculum", "program", "is_active")
    list_select_related = ("curriculum", "program")
    autocomplete_fields = ("curriculum", "program")
    search_fields = ("curriculum__name", "program__title")


@admin.register(CurriculumCourseMembership)
class CurriculumCourseMembershipAdmin(SimpleHistoryAdmin):
    list_display = ("curriculum", "course", "is_active")
    list_select_related = ("curriculum", "course")
    autocomplete_fields = ("curriculum", "course")
    readonly_fields = ("included_course_runs",)
    search_fields = ("curriculum__name", "course__key", "course__title")
    inlines = (CurriculumCourseRunExclusionInline,)

    @admin.display(description="Included course runs")
    def included_course_runs(self, membership: Any) -> str:
        return ", ".join(run.key for run in membership.course_runs) if membership.pk else "-"


@admin.register(CurriculumCourseRunExclusion)
class CurriculumCourseRunExclusionAdmin(SimpleHistoryAdmin):
    list_display = ("course_membership", "course_run")
    list_select_related = ("course_membership__curriculum", "course_membership__course", "course_run__course")
    autocomplete_fields = ("course_membership", "course_run")
    search_fields = ("course_run__key", "course_membership__curriculum__name")
