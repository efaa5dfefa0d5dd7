from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from parler.admin import TranslatableAdmin

from course_discovery.apps.ietf_language_tags.models import LanguageTag


@admin.register(LanguageTag)
class LanguageTagAdmin(TranslatableAdmin):
    list_display = ("code", "name")
    search_fields = ("code", "name")
    ordering = ("code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        # parler would ask for the translations of each row.
        return super().get_queryset(request).prefetch_related("translations")
