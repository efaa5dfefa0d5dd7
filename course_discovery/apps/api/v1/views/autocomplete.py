"""What select fields of forms suggest while somebody types: pages of ten, in the form that select2 reads."""

import json
from functools import reduce
from operator import or_
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.mixins import AccessMixin
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views import View

from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization, Person
from course_discovery.apps.ietf_language_tags.models import LanguageTag

PAGE = 10


class Autocomplete(View):
    """Suggests rows of `model` for staff; nobody else is suggested anything. `fields` are searched for `q`."""

    http_method_names = ["get", "head", "options"]
    model: ClassVar[Any] = None
    fields: ClassVar[tuple[str, ...]] = ()

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.matching(request.GET.get("q", "").replace("\x00", "").strip()) if self.is_entitled() else None
        page = Paginator([] if rows is None else rows, PAGE).get_page(request.GET.get("page"))
        results = [{"id": str(row.pk), "text": str(row), "selected_text": str(row)} for row in page]
        return JsonResponse({"results": results, "pagination": {"more": page.has_next()}})

    def is_entitled(self) -> bool:
        return bool(self.request.user.is_staff)

    def matching(self, typed: str) -> QuerySet[Any]:
        rows = self.limited(self.model.objects.order_by("pk"))
        return rows.filter(any_contains(self.fields, typed)) if typed else rows

    def limited(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows

    def forwarded(self, name: str) -> int | None:
        """The id that another field of the form holds, if any."""
        try:
            return int(json.loads(self.request.GET.get("forward", ""))[name])
        except (ValueError, TypeError, KeyError, OverflowError):
            return None


def any_contains(fields: tuple[str, ...], typed: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__icontains": typed}) for field in fields))


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class CourseAutocomplete(Autocomplete):
    model = Course
    fields = ("key", "title")


class CourseRunAutocomplete(Autocomplete):
    model = CourseRun
    fields = ("key", "course__title")

    def limited(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        course = self.forwarded("course")
        rows = rows.select_related("course")
        return rows.filter(course=course) if course else rows


class OrganizationAutocomplete(Autocomplete):
    model = Organization
    fields = ("key", "name")

    def limited(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        source = self.forwarded("product_source")
        return rows.filter(organizationmapping__source=source).distinct() if source else rows


class CollaboratorAutocomplete(Autocomplete):
    def matching(self, typed: str) -> QuerySet[Any]:
        rows = super().matching("")
        return rows.filter(Q(name__icontains=typed) | Q(uuid=uuid_or_none(typed))) if typed else rows


class PersonAutocomplete(AccessMixin, Autocomplete):
    """For every account. All words must be in the names of a person; or it is a person's UUID."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)

    def is_entitled(self) -> bool:
        return True

    def matching(self, typed: str) -> QuerySet[Any]:
        people = Person.objects.order_by("pk")
        if not typed:
            return people.none()
        if uuid := uuid_or_none(typed):
            return people.filter(uuid=uuid)
        for word in typed.split():
            people = people.filter(any_contains(("given_name", "family_name"), word))
        return people


class LanguageTagAutocomplete(Autocomplete):
    model = LanguageTag
    fields = ("code", "name")

    def is_entitled(self) -> bool:
        return bool(self.request.user.is_authenticated)
