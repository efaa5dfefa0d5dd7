"""Lists of translated rows."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from parler.admin import TranslatableAdmin


class TranslationsLoaded(TranslatableAdmin):
    """Loads the translations of a list at once, where parler would ask for each row's."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("translations")
