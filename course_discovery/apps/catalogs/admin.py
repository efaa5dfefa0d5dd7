"""Catalogs in the admin: a query that does not parse is refused with the reason, and a page shows what one finds."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from course_discovery.apps.catalogs.models import Catalog, CatalogGroupGrant, CatalogUserGrant
from course_discovery.apps.catalogs.selectors.catalogs import CHANGE, DELETE, VIEW
from course_discovery.apps.catalogs.selectors.membership import courses_counts
from course_discovery.apps.catalogs.services.catalogs import check_queries
from course_discovery.apps.search.errors import SearchUnavailable

NO_ENGINE = "The search engine does not answer now, so the query cannot be checked. Try again later."


class CatalogForm(forms.ModelForm):
    class Meta:
        model = Catalog
        fields = ("name", "query", "program_query", "include_archived")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        changed = {field for field in ("query", "program_query") if field in self.changed_data and cleaned.get(field)}
        try:
            check_queries(Catalog(**{field: cleaned[field] for field in changed}), changed)
        except ValidationError as error:
            for field, reasons in error.message_dict.items():
                self.add_error(field, reasons)
        except SearchUnavailable:
            self.add_error(None, NO_ENGINE)
        return cleaned


class GrantInline(admin.TabularInline):
    extra = 0

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "permission":
            own = [f"{action}_catalog" for action in (VIEW, CHANGE, DELETE)]
            kwargs["queryset"] = Permission.objects.filter(content_type__app_label="catalogs", codename__in=own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class UserGrantInline(GrantInline):
    model = CatalogUserGrant
    raw_id_fields = ("user",)


class GroupGrantInline(GrantInline):
    model = CatalogGroupGrant


@admin.register(Catalog)
class CatalogAdmin(SimpleHistoryAdmin):
    form = CatalogForm
    list_display = ("name", "query", "include_archived", "created", "modified")
    list_filter = ("include_archived",)
    search_fields = ("name", "query", "program_query")
    fields = ("name", "query", "preview", "program_query", "include_archived", "created", "modified")
    readonly_fields = ("preview", "created", "modified")
    inlines = (UserGrantInline, GroupGrantInline)

    @admin.display(description="Courses it holds now")
    def preview(self, catalog: Catalog) -> str:
        """How many courses the saved query finds, with a link to them; or why it finds none."""
        if catalog.pk is None:
            return "Save the catalog to see what it holds."
        try:
            check_queries(catalog, {"query"})
            count = courses_counts([catalog])[catalog.pk]
        except ValidationError as error:
            return f"The query does not parse: {' '.join(error.messages)}"
        except SearchUnavailable:
            return "The search engine does not answer now."
        url = f"{reverse('api:v1:course-list')}?{urlencode({'q': catalog.query})}"
        return format_html('{} (<a href="{}">show them</a>)', count, url)
