from typing import Any

import waffle
from django import forms
from django.contrib import admin, messages
from django.db.models import ManyToManyField, QuerySet, TextField
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.html import format_html_join
from simple_history.admin import SimpleHistoryAdmin
from sortedm2m.fields import SortedManyToManyField
from taxonomy.signals.signals import UPDATE_PROGRAM_SKILLS

from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.apps.course_metadata.admin.skills import refresh_skills_page
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.rules.locations import CONTIGUOUS_STATES, COUNTRY_CODES
from course_discovery.apps.programs.admin.sorted_choice import SortedAutocomplete
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Program, ProgramLocationRestriction, ProgramType
from course_discovery.apps.programs.services.program_defaults import adopt_authors, settle

PUBLISHING_SWITCH = "publish_program_to_marketing_site"
BANNER_MISSING = "Programs can only be activated if they have a banner image."


class ProgramForm(forms.ModelForm):
    """Asks for title and type; all else has a default or follows from the courses."""

    class Meta:
        model = Program
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("type", "product_source", "partner", "status", "marketing_slug", "courses"):
            if name in self.fields:
                self.fields[name].required = name == "type"
        if "excluded_course_runs" in self.fields:
            runs = CourseRun.objects.filter(course__programs=self.instance.pk).select_related("course")
            field: Any = self.fields["excluded_course_runs"]
            field.queryset = runs.order_by("key")

    def clean_status(self) -> str:
        return self.cleaned_data["status"] or self.instance.status

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for field in self._meta.model._meta.concrete_fields:
            # Forms know no null texts; saving an untouched one must not change it.
            if isinstance(field, TextField) and field.null and cleaned.get(field.name) == "":
                cleaned[field.name] = None
        authors = cleaned.get("authoring_organizations")
        if "authoring_organizations" in self.changed_data and authors:
            bare = [author.name or author.key for author in authors if not author.certificate_logo_image]
            if bare:
                message = f"Certificate logo image cannot be empty for organizations: {', '.join(bare)}."
                self.add_error("authoring_organizations", message)
        # Only a marketing site needs the picture; platforms are served programs without one.
        if lacks_banner(cleaned, self.instance) and waffle.switch_is_active(PUBLISHING_SWITCH):
            self.add_error(None, BANNER_MISSING)
        return cleaned


def lacks_banner(cleaned: dict[str, Any], program: Program) -> bool:
    banner = cleaned.get("banner_image", program.banner_image)
    return cleaned.get("status") == ProgramStatus.Active and not banner


class ProgramsAdmin(SimpleHistoryAdmin):
    """What programs and degrees have in common here."""

    form = ProgramForm
    list_filter: Any = ("partner", "status")
    search_fields = ("uuid", "title", "marketing_slug")
    search_help_text = "UUID, title or marketing slug"
    autocomplete_fields = ("primary_subject_override", "language_override", "geolocation", "taxi_form")
    raw_id_fields = ("video", "in_year_value")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("type", "partner").prefetch_related("type__translations")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        # Platforms are served active programs; who makes one here wants it served.
        return {"status": ProgramStatus.Active, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "type":
            kwargs.setdefault("queryset", ProgramType.objects.prefetch_related("translations"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, SortedManyToManyField):
            kwargs.setdefault("widget", SortedAutocomplete(db_field, self.admin_site))
        elif db_field.name == "excluded_course_runs":
            kwargs.setdefault("widget", forms.CheckboxSelectMultiple())
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        courses = form.cleaned_data.get("courses")
        if courses is None:
            courses = obj.courses.select_related("partner", "product_source") if change else []
        settle(obj, list(courses), partner_for_request(request))
        super().save_model(request, obj, form, change)
        if lacks_banner(form.cleaned_data, obj):
            messages.warning(request, "The program has no banner image: pages that show one will look bare.")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        adopt_authors(form.instance)


@admin.register(Program)
class ProgramAdmin(ProgramsAdmin):
    list_display = ("id", "uuid", "title", "type", "partner", "status", "hidden")
    list_display_links = ("id", "uuid", "title")
    list_filter = ("partner", "type", "product_source", "status", "hidden")
    ordering = ("uuid", "title", "status")
    readonly_fields = (
        "uuid",
        "custom_course_runs_display",
        "enrollment_count",
        "recent_enrollment_count",
        "enterprise_subscription_inclusion",
        "ofac_comment",
        "data_modified_timestamp",
    )
    fields = (
        "uuid",
        "title",
        "subtitle",
        "marketing_hook",
        "product_source",
        "type",
        "status",
        "partner",
        "banner_image",
        "banner_image_url",
        "card_image",
        "marketing_slug",
        "overview",
        "credit_redemption_overview",
        "video",
        "total_hours_of_effort",
        "weeks_to_complete",
        "min_hours_effort_per_week",
        "max_hours_effort_per_week",
        "courses",
        "order_courses_by_start_date",
        "custom_course_runs_display",
        "excluded_course_runs",
        "authoring_organizations",
        "credit_backing_organizations",
        "one_click_purchase_enabled",
        "hidden",
        "corporate_endorsements",
        "faq",
        "individual_endorsements",
        "job_outlook_items",
        "expected_learning_items",
        "instructor_ordering",
        "enrollment_count",
        "recent_enrollment_count",
        "credit_value",
        "organization_short_code_override",
        "organization_logo_override",
        "primary_subject_override",
        "level_type_override",
        "language_override",
        "enterprise_subscription_inclusion",
        "in_year_value",
        "labels",
        "geolocation",
        "program_duration_override",
        "has_ofac_restrictions",
        "ofac_comment",
        "data_modified_timestamp",
        "excluded_from_search",
        "excluded_from_seo",
    )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.refresh_skills)
        return [path("<int:pk>/refresh_program_skills", view, name="refresh_program_skills"), *super().get_urls()]

    def refresh_skills(self, request: HttpRequest, pk: int) -> HttpResponse:
        return refresh_skills_page(
            self, request, pk, lambda program: UPDATE_PROGRAM_SKILLS.send(Program, program_uuid=program.uuid)
        )

    @admin.display(description="Included course runs")
    def custom_course_runs_display(self, program: Program) -> Any:
        runs = program.course_runs if program.pk else []
        return format_html_join("", "{}<br>", ((str(run),) for run in runs)) or "-"


class ProgramLocationRestrictionForm(forms.ModelForm):
    countries = forms.MultipleChoiceField(choices=[(code, code) for code in sorted(COUNTRY_CODES)], required=False)
    states = forms.MultipleChoiceField(choices=list(CONTIGUOUS_STATES.items()), required=False)

    class Meta:
        model = ProgramLocationRestriction
        fields = ("program", "restriction_type", "countries", "states")


@admin.register(ProgramLocationRestriction)
class ProgramLocationRestrictionAdmin(admin.ModelAdmin):
    form = ProgramLocationRestrictionForm
    list_display = ("program", "restriction_type")
    list_filter = ("restriction_type",)
    list_select_related = ("program",)
    readonly_fields = ("created", "modified")
    raw_id_fields = ("program",)
    search_fields = ("program__title", "program__marketing_slug")
