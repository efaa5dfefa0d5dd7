"""Showing both rows of draft pairs."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, ManyToManyField, QuerySet
from django.http import HttpRequest


class DraftsMarked(admin.ModelAdmin):
    """Lists drafts and official rows alike, and lets relations choose either, where Django would show official ones."""

    readonly_fields = ("draft", "draft_version")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.model.everything.get_queryset()
        return rows.order_by(*ordering) if (ordering := self.get_ordering(request)) else rows

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:  # type: ignore[override]
        return super().formfield_for_foreignkey(db_field, request, **_all_rows(db_field, kwargs))

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:  # type: ignore[override]
        return super().formfield_for_manytomany(db_field, request, **_all_rows(db_field, kwargs))


class PairInline(admin.TabularInline):
    """Rows of a pair's model below their parent: drafts below a draft, official ones below an official one."""

    extra = 0
    readonly_fields = ("draft", "draft_version")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model.everything.all()


def _all_rows(db_field: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    everything = getattr(db_field.remote_field.model, "everything", None)
    return {"queryset": everything.all(), **kwargs} if everything is not None else kwargs
