"""The pages on which courses are assigned to verticals, for superusers and VERTICALS_MANAGEMENT_GROUPS.

They work without JavaScript. A request with the header HX-Request gets just the part of the page that changes.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, ListView

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.tagging.models import SubVertical, Vertical
from course_discovery.apps.tagging.selectors import assignments
from course_discovery.apps.tagging.services.verticals import assign_vertical

COURSES_A_PAGE = 20
COURSES_SHOWN = 3


class ManagersOnly(UserPassesTestMixin):
    """Sends visitors to the login; 403 for everybody else."""

    request: HttpRequest

    def test_func(self) -> bool:
        return assignments.may_assign_verticals(self.request.user)


def wants_fragment(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


class SortedList(ManagersOnly, ListView):
    """A table whose columns can be sorted by `sort` and `direction`; unknown values are the defaults."""

    sorts: Mapping[str, str]
    columns: tuple[tuple[str, Any], ...]
    default_sort = "name"
    table_template_name: str

    @property
    def sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        return asked if asked in self.sorts else self.default_sort

    @property
    def direction(self) -> str:
        asked = self.request.GET.get("direction", "")
        return asked if asked == assignments.DESCENDING else assignments.ASCENDING

    def get_template_names(self) -> list[str]:
        return [self.table_template_name] if wants_fragment(self.request) else super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [self._column(name, label) for name, label in self.columns]
        return super().get_context_data(
            columns=columns, current_sort=self.sort, current_direction=self.direction, **kwargs
        )

    def _column(self, name: str, label: Any) -> dict[str, Any]:
        """Return the heading of a column: its order now, and the address of the same list sorted by it."""
        is_current = name == self.sort
        other_way = is_current and self.direction == assignments.ASCENDING
        query = self.request.GET.copy()
        query.pop("page", None)
        query["sort"] = name
        query["direction"] = assignments.DESCENDING if other_way else assignments.ASCENDING
        order = {assignments.ASCENDING: "ascending", assignments.DESCENDING: "descending"}[self.direction]
        return {"label": label, "href": f"?{query.urlencode()}", "order": order if is_current else ""}


class CourseList(SortedList):
    template_name = "tagging/course_list.html"
    table_template_name = "tagging/course_table.html"
    context_object_name = "courses"
    paginate_by = COURSES_A_PAGE
    sorts = assignments.COURSE_SORTS
    columns = (
        ("key", gettext_lazy("Key")),
        ("title", gettext_lazy("Title")),
        ("vertical", gettext_lazy("Vertical")),
        ("sub_vertical", gettext_lazy("Sub-vertical")),
    )
    default_sort = "title"

    @property
    def search(self) -> str:
        return self.request.GET.get("search", "").strip()

    def get_queryset(self) -> QuerySet[Course]:
        return assignments.tagged_courses(self.search, self.sort, self.direction)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(search=self.search, **kwargs)
        page = context["page_obj"]
        # ListView names the rows of the page `courses`; the page is a sequence of the same rows that knows its place.
        return {
            **context,
            "courses": page,
            "elided_page_range": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        }


class VerticalList(SortedList):
    template_name = "tagging/vertical_list.html"
    table_template_name = "tagging/vertical_table.html"
    context_object_name = "verticals"
    sorts = assignments.VERTICAL_SORTS
    columns = (
        ("name", gettext_lazy("Name")),
        ("course_count", gettext_lazy("Courses")),
        ("is_active", gettext_lazy("In use")),
    )

    def get_queryset(self) -> QuerySet[Vertical]:
        return assignments.verticals_with_counts(self.sort, self.direction)


class SubVerticalList(SortedList):
    template_name = "tagging/sub_vertical_list.html"
    table_template_name = "tagging/sub_vertical_table.html"
    context_object_name = "sub_verticals"
    sorts = assignments.SUB_VERTICAL_SORTS
    columns = (
        ("name", gettext_lazy("Name")),
        ("vertical", gettext_lazy("Vertical")),
        ("course_count", gettext_lazy("Courses")),
        ("is_active", gettext_lazy("In use")),
    )

    def get_queryset(self) -> QuerySet[SubVertical]:
        return assignments.sub_verticals_with_counts(self.sort, self.direction)


class VerticalDetail(ManagersOnly, DetailView):
    template_name = "tagging/vertical_detail.html"
    context_object_name = "vertical"
    extra_context = {"courses_shown": COURSES_SHOWN}

    def get_queryset(self) -> QuerySet[Vertical]:
        return assignments.verticals_with_courses()


class SubVerticalDetail(ManagersOnly, DetailView):
    template_name = "tagging/sub_vertical_detail.html"
    context_object_name = "sub_vertical"
    extra_context = {"courses_shown": COURSES_SHOWN}

    def get_queryset(self) -> QuerySet[SubVertical]:
        return assignments.sub_verticals_with_courses()


class CourseTagging(ManagersOnly, DetailView):
    """The form of one official course. Saving it answers 200 with a message, whatever came of it."""

    template_name = "tagging/course_tagging_detail.html"
    context_object_name = "course"
    object: Course

    def get_object(self, queryset: Any = None) -> Course:
        # Partners may share a UUID; the oldest course of it is meant.
        course = assignments.tagged_courses().filter(uuid=self.kwargs["uuid"]).order_by("pk").first()
        if course is None:
            raise Http404
        return course

    def get_template_names(self) -> list[str]:
        fragment = self.request.method == "POST" and wants_fragment(self.request)
        return ["tagging/message.html"] if fragment else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        verticals, sub_verticals = assignments.choices_for(self.object)
        return super().get_context_data(verticals=verticals, sub_verticals=sub_verticals, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        outcome = self.assign(request.POST)
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(**outcome))

    def assign(self, posted: QueryDict) -> dict[str, str]:
        """Return the `message` or the `error` to show."""
        verticals, sub_verticals = assignments.choices_for(self.object)
        vertical = _named(verticals, posted.get("vertical"))
        sub_vertical = _named(sub_verticals, posted.get("sub_vertical"))
        mismatch = {"error": _("Sub-vertical does not belong to the selected vertical.")}
        if sub_vertical is not None and vertical is None:
            return mismatch
        try:
            created = assign_vertical(self.object, vertical, sub_vertical)
        except ValidationError:
            return mismatch
        if created:
            return {"message": _("Course Vertical added successfully.")}
        return {"message": _("Course Vertical updated successfully.")}


def _named(rows: QuerySet[Any], slug: str | None) -> Any:
    """Return the row of the slug; None for no slug and for one that is not among the rows."""
    return rows.filter(slug=slug).first() if slug else None
