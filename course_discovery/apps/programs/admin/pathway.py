from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest

from course_discovery.apps.programs.admin.sorted_choice import SortedAutocomplete
from course_discovery.apps.programs.models import Pathway


class PathwayForm(forms.ModelForm):
    class Meta:
        model = Pathway
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        partner, programs = cleaned.get("partner"), cleaned.get("programs")
        if partner and programs:
            strange = [str(program) for program in programs if program.partner_id != partner.pk]
            if strange:
                raise forms.ValidationError(
                    f"These programs are for a different partner than the pathway itself: {', '.join(strange)}"
                )
        return cleaned


@admin.register(Pathway)
class PathwayAdmin(admin.ModelAdmin):
    form = PathwayForm
    list_display = (
        "name",
        "uuid",
        "org_name",
        "partner",
        "email",
        "destination_url",
        "pathway_type",
        "status",
        "program_list",
    )
    list_filter = ("partner", "pathway_type", "status")
    list_select_related = ("partner",)
    readonly_fields = ("uuid",)
    search_fields = ("uuid", "name", "email", "destination_url", "pathway_type", "programs__title")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("programs")

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("widget", SortedAutocomplete(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="Programs")
    def program_list(self, pathway: Pathway) -> str:
        return ", ".join(program.title for program in pathway.programs.all())
