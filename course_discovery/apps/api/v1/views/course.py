from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from course_discovery.apps.api.v1.filters.course import CourseParams, filter_courses, order_courses
from course_discovery.apps.api.v1.filters.course_run import shown_runs
from course_discovery.apps.api.v1.search_hits import courses_matching
from course_discovery.apps.api.v1.serializers.course import COURSE_NEEDS, CourseSerializer
from course_discovery.apps.api.v1.serializers.course_run import RUN_NEEDS
from course_discovery.apps.api.v1.views.catalogue import CatalogueViewSet
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.selectors.pages import load_courses, with_joins
from course_discovery.apps.programs.selectors.containing import load_programs_of_courses
from course_discovery.apps.publisher.selectors.editing import editable_courses, editable_ids
from course_discovery.rest.ranked import RankedRows


class CourseViewSet(CatalogueViewSet):
    """Course resource."""

    params_class = CourseParams
    queryset = Course.objects.all()
    serializer_class = CourseSerializer
    lookup_field = "id"
    lookup_value_regex = "[^/+]+[/+][^/+]+|[0-9a-f-]+"

    def get_queryset(self) -> QuerySet[Course]:
        if not self.is_editing:
            return self.of_partner(Course.objects.all())
        drafts = self.of_partner(Course.everything.filter_drafts())
        return editable_courses(self.request.user, drafts, check_editors=False)

    def selected(self, queryset: QuerySet[Course]) -> QuerySet[Course]:
        courses = filter_courses(queryset, self.params)
        if settings.RETIRED_COURSE_TYPES and not self.params["include_retired_course_types"]:
            courses = courses.exclude(type__slug__in=settings.RETIRED_COURSE_TYPES)
        return with_joins(order_courses(courses, self.params["ordering"]))

    def filter_queryset(self, queryset: QuerySet[Course]) -> Any:
        courses = self.selected(queryset)
        if self.params["q"] and self.partner:
            return courses_matching(self.params["q"], courses, self.partner)
        return RankedRows.in_their_order(courses)

    def get_object(self) -> Course:
        """The course that a key or a UUID names. Parameters that select rows of lists select here too."""
        name = self.kwargs["id"]
        lookup: dict[str, Any] = {"key": name}
        if "+" not in name and "/" not in name:
            try:
                lookup = {"uuid": UUID(name)}
            except ValueError:
                raise Http404 from None
        courses = self.get_queryset().filter(**lookup)
        course = get_object_or_404(self.selected(courses))
        self.load([course])
        return course

    def load(self, rows: list[Any]) -> None:
        runs = CourseRun.everything.filter_drafts() if self.is_editing else CourseRun.objects.all()
        load_courses(rows, self.partner, shown_runs(runs, self.params), self.needed)
        if not self.is_internal:
            for course in rows:
                course.loaded_editors = []
        if self.sparse.keeps("programs"):
            load_programs_of_courses(rows, self.statuses_left_out("deleted"))
        if self.sparse.keeps("editable"):
            user = self.request.user
            own = frozenset() if user.is_staff else self.membership.organizations
            self.editable_ids = editable_ids(user, rows, own)

    @cached_property
    def needed(self) -> set[str]:
        needed = self.sparse.needs(COURSE_NEEDS)
        if self.sparse.keeps("course_runs"):
            needed |= self.sparse.needs(RUN_NEEDS)
        return needed if self.is_internal else needed - {"editors"}

    def get_serializer_context(self) -> dict[str, Any]:
        return super().get_serializer_context() | {
            "editable_ids": getattr(self, "editable_ids", frozenset()),
            "is_internal": self.is_internal,
        }
