from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from course_discovery.apps.programs.admin.program import ProgramForm, ProgramsAdmin
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import (
    Curriculum,
    Degree,
    DegreeAdditionalMetadata,
    DegreeCost,
    DegreeDeadline,
    IconTextPairing,
    Ranking,
    Specialization,
)


class CurriculumInline(admin.StackedInline):
    model = Curriculum
    extra = 0
    fk_name = "program"


class DegreeDeadlineInline(admin.TabularInline):
    model = DegreeDeadline
    extra = 1


class DegreeCostInline(admin.TabularInline):
    model = DegreeCost
    extra = 1


class IconTextPairingInline(admin.StackedInline):
    model = IconTextPairing
    extra = 3
    verbose_name = "Quick Fact"
    verbose_name_plural = "Quick Fact(s)"


class DegreeAdditionalMetadataInline(admin.StackedInline):
    model = DegreeAdditionalMetadata


class DegreeForm(ProgramForm):
    class Meta:
        model = Degree
        fields = "__all__"


@admin.register(Degree)
class DegreeAdmin(ProgramsAdmin):
    form = DegreeForm
    list_display = ("uuid", "title", "marketing_slug", "status", "hidden", "display_on_org_page")
    list_display_links = ("uuid", "title")
    ordering = ("title", "status")
    readonly_fields = ("uuid",)
    fields = (
        "product_source",
        "type",
        "uuid",
        "status",
        "hidden",
        "partner",
        "authoring_organizations",
        "marketing_slug",
        "card_image_url",
        "search_card_ranking",
        "search_card_cost",
        "search_card_courses",
        "overall_ranking",
        "campus_image",
        "title",
        "subtitle",
        "title_background_image",
        "banner_border_color",
        "apply_url",
        "overview",
        "rankings",
        "application_requirements",
        "prerequisite_coursework",
        "lead_capture_image",
        "lead_capture_list_name",
        "hubspot_lead_capture_form_id",
        "taxi_form",
        "micromasters_long_title",
        "micromasters_long_description",
        "micromasters_url",
        "micromasters_background_image",
        "micromasters_org_name_override",
        "faq",
        "costs_fine_print",
        "deadlines_fine_print",
        "specializations",
        "program_duration_override",
        "display_on_org_page",
        # Degrees have what every program has.
        "courses",
        "order_courses_by_start_date",
        "excluded_course_runs",
        "banner_image",
        "labels",
    )
    inlines = (
        CurriculumInline,
        DegreeDeadlineInline,
        DegreeCostInline,
        IconTextPairingInline,
        DegreeAdditionalMetadataInline,
    )
    actions = ("publish_degrees", "unpublish_degrees", "display_degrees_on_org_page", "hide_degrees_on_org_page")

    @admin.action(permissions=["change"], description="Publish selected Degrees")
    def publish_degrees(self, request: HttpRequest, degrees: QuerySet[Degree]) -> None:
        count = self._save_all(degrees, status=ProgramStatus.Active)
        messages.success(request, f"Successfully published {count} degree(s).")

    @admin.action(permissions=["change"], description="Unpublish selected Degrees")
    def unpublish_degrees(self, request: HttpRequest, degrees: QuerySet[Degree]) -> None:
        count = self._save_all(degrees, status=ProgramStatus.Unpublished)
        messages.success(request, f"Successfully unpublished {count} degree(s).")

    @admin.action(permissions=["change"], description="Display selected degrees on org page")
    def display_degrees_on_org_page(self, request: HttpRequest, degrees: QuerySet[Degree]) -> None:
        count = self._save_all(degrees, display_on_org_page=True)
        messages.success(request, f"{_degrees(count)} successfully set to display on org page.")

    @admin.action(permissions=["change"], description="Hide selected degrees on org page")
    def hide_degrees_on_org_page(self, request: HttpRequest, degrees: QuerySet[Degree]) -> None:
        count = self._save_all(degrees, display_on_org_page=False)
        messages.success(request, f"{_degrees(count)} successfully set to be hidden on org page.")

    def _save_all(self, degrees: QuerySet[Degree], **values: Any) -> int:
        """Saves degree by degree, as history, timestamps and search documents follow saves."""
        for degree in degrees:
            for name, value in values.items():
                setattr(degree, name, value)
            degree.save()
        return len(degrees)


def _degrees(count: int) -> str:
    return "1 degree was" if count == 1 else f"{count} degrees were"


@admin.register(DegreeDeadline)
class DegreeDeadlineAdmin(SimpleHistoryAdmin):
    list_display = ("degree", "semester", "name", "date", "time")
    list_select_related = ("degree",)
    autocomplete_fields = ("degree",)
    search_fields = ("degree__title", "semester", "name")


@admin.register(DegreeCost)
class DegreeCostAdmin(SimpleHistoryAdmin):
    list_display = ("degree", "description", "amount")
    list_select_related = ("degree",)
    autocomplete_fields = ("degree",)
    search_fields = ("degree__title", "description", "amount")


@admin.register(DegreeAdditionalMetadata)
class DegreeAdditionalMetadataAdmin(admin.ModelAdmin):
    list_display = ("degree", "external_url", "external_identifier", "organic_url")
    list_select_related = ("degree",)
    autocomplete_fields = ("degree",)
    search_fields = ("degree__title", "external_url", "external_identifier")


@admin.register(Ranking)
class RankingAdmin(admin.ModelAdmin):
    list_display = ("rank", "description", "source")
    search_fields = ("rank", "description", "source")


@admin.register(Specialization)
class SpecializationAdmin(admin.ModelAdmin):
    list_display = ("value",)
    search_fields = ("value",)
