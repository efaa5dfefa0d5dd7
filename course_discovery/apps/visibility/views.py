"""Pages of the admin that explain where an object is shown, for those who may see it there."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from course_discovery.apps.catalogs.selectors.catalogs import visible_catalogs
from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models.drafts import counterpart
from course_discovery.apps.visibility.selectors import subjects
from course_discovery.apps.visibility.selectors.explanations import CATALOGS_SHOWN, CatalogChoice, explain
from course_discovery.apps.visibility.selectors.subjects import Rows

FROM = "catalogs_from"
LARGEST_OFFSET = 2**31 - 1


def course(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, subjects.courses(), pk)
    return _page(request, row, _pair_of(row), row.partner)


def course_run(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, subjects.course_runs(), pk)
    return _page(request, row, _pair_of(row), row.course.partner)


def program(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, subjects.programs(), pk)
    return _page(request, row, Rows(row, None), row.partner)


course, course_run, program = (admin.site.admin_view(view) for view in (course, course_run, program))


def _row(request: HttpRequest, rows: QuerySet[Any], pk: int) -> Any:
    meta = rows.model._meta
    user: Any = request.user
    if not (user.has_perm(f"{meta.app_label}.view_{meta.model_name}") or _may_change(user, meta)):
        raise PermissionDenied
    return get_object_or_404(rows, pk=pk)


def _may_change(user: Any, meta: Any) -> bool:
    return user.has_perm(f"{meta.app_label}.change_{meta.model_name}")


def _pair_of(row: Any) -> Rows:
    """The pair of the row, whichever of the two it is."""
    other = counterpart(row)
    official, draft = (other, row) if row.draft else (row, other)
    return Rows(official or draft, draft)


def _page(request: HttpRequest, row: Any, found: Rows, partner: Partner | None) -> HttpResponse:
    """As seen in the catalogue of its own partner."""
    offset = request.GET.get(FROM, "0")
    start = min(int(offset[:10]), LARGEST_OFFSET) if offset.isdecimal() and offset.isascii() else 0
    explanation = explain(found, partner, CatalogChoice(visible_catalogs(request.user), CATALOGS_SHOWN, start))  # type: ignore[arg-type]
    seen = start + len(explanation.catalogs)
    context = {
        **admin.site.each_context(request),
        "title": "Where is it shown, and why?",
        "opts": row._meta,
        "original": row,
        "explanation": explanation,
        "next_catalogs": seen if seen < explanation.catalogs_count else None,
        "previous_catalogs": max(start - CATALOGS_SHOWN, 0) if start else None,
    }
    return render(request, "visibility/explanation.html", context)
