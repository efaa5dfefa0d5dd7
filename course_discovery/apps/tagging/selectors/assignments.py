"""Courses, verticals and sub-verticals as the tagging pages list them, and who may open these pages."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Prefetch, Q, QuerySet

from course_discovery.apps.core.models import User
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.tagging.models import CourseVertical, SubVertical, Vertical

ASCENDING, DESCENDING = "asc", "desc"
COURSE_SORTS = {
    "key": "key",
    "title": "title",
    "vertical": "product_vertical__vertical__name",
    "sub_vertical": "product_vertical__sub_vertical__name",
}
VERTICAL_SORTS = {name: name for name in ("name", "slug", "is_active", "created", "modified", "course_count")}
SUB_VERTICAL_SORTS = {**VERTICAL_SORTS, "vertical": "vertical__name"}


def may_assign_verticals(user: Any) -> bool:
    """Tell whether the account is a superuser or in a group named in VERTICALS_MANAGEMENT_GROUPS."""
    if not user.is_active or not user.is_authenticated:
        return False
    groups = settings.VERTICALS_MANAGEMENT_GROUPS
    return user.is_superuser or bool(groups and user.groups.filter(name__in=groups).exists())


def vertical_managers() -> QuerySet[User]:
    """Return the active members of the groups named in VERTICALS_MANAGEMENT_GROUPS, each once."""
    groups = settings.VERTICALS_MANAGEMENT_GROUPS
    return User.objects.filter(is_active=True, groups__name__in=groups).order_by("pk").distinct()


def tagged_courses(search: str = "", sort: str = "title", direction: str = ASCENDING) -> QuerySet[Course]:
    """Return the official courses with their assignments, those whose title contains `search` in any case.

    `sort`: a key of COURSE_SORTS, anything else is `title`. Courses without a value come last.
    """
    courses = Course.objects.select_related("partner", "product_vertical__vertical", "product_vertical__sub_vertical")
    if search:
        courses = courses.filter(title__icontains=search)
    return _sorted(courses, COURSE_SORTS, sort, "title", direction)


def verticals_with_counts(sort: str = "name", direction: str = ASCENDING) -> QuerySet[Vertical]:
    """Return all verticals, each with `course_count`; `sort`: a key of VERTICAL_SORTS, anything else is `name`."""
    verticals = Vertical.objects.annotate(course_count=Count("coursevertical_verticals"))
    return _sorted(verticals, VERTICAL_SORTS, sort, "name", direction)


def sub_verticals_with_counts(sort: str = "name", direction: str = ASCENDING) -> QuerySet[SubVertical]:
    """As `verticals_with_counts`, each with its vertical; `sort`: a key of SUB_VERTICAL_SORTS."""
    rows = SubVertical.objects.select_related("vertical").annotate(course_count=Count("coursevertical_sub_verticals"))
    return _sorted(rows, SUB_VERTICAL_SORTS, sort, "name", direction)


def verticals_with_courses() -> QuerySet[Vertical]:
    """Return verticals with their sub-verticals and, as `loaded_courses`, their assignments; three queries."""
    return Vertical.objects.prefetch_related("sub_verticals", _courses("coursevertical_verticals"))


def sub_verticals_with_courses() -> QuerySet[SubVertical]:
    """Return sub-verticals with their verticals and, as `loaded_courses`, their assignments; two queries."""
    return SubVertical.objects.select_related("vertical").prefetch_related(_courses("coursevertical_sub_verticals"))


def choices_for(course: Course) -> tuple[QuerySet[Vertical], QuerySet[SubVertical]]:
    """Return the verticals and sub-verticals that the course may get: the active ones, and those it has."""
    tagged = CourseVertical.objects.filter(course=course)
    verticals = Vertical.objects.filter(Q(is_active=True) | Q(pk__in=tagged.values("vertical")))
    sub_verticals = SubVertical.objects.filter(Q(is_active=True) | Q(pk__in=tagged.values("sub_vertical")))
    return verticals, sub_verticals.select_related("vertical")


def _courses(relation: str) -> Prefetch:
    tagged = CourseVertical.objects.select_related("course").order_by("course__title", "pk")
    return Prefetch(relation, tagged, to_attr="loaded_courses")


def _sorted(rows: QuerySet[Any, Any], sorts: Mapping[str, str], sort: str, default: str, direction: str) -> Any:
    column = F(sorts.get(sort, sorts[default]))
    order = column.desc(nulls_last=True) if direction == DESCENDING else column.asc(nulls_last=True)
    return rows.order_by(order, "pk")
