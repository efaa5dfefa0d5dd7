"""Who may edit which course: staff; else its editors; else, while it has none, every member of an author.

An editor counts only while a member of one of the authoring organizations. Editors hang on one row of a draft pair and
speak for both.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from course_discovery.apps.core.models import User
from course_discovery.apps.course_metadata.models import Course, CourseEditor, CourseRun
from course_discovery.apps.programs.models import Program
from course_discovery.apps.publisher.selectors.organizations import organizations_of
from course_discovery.apps.publisher.selectors.users import colleagues_of


def editable_courses(user: User, courses: QuerySet[Course], *, check_editors: bool = True) -> QuerySet[Course]:
    """Return those the account may edit; without `check_editors`, all by its organizations, whoever edits them."""
    if user.is_staff:
        return courses
    courses = courses.filter(pk__in=_authored_by_organizations_of(user))
    if not check_editors:
        return courses
    of_pair = _valid_editors().filter(
        Q(course=OuterRef("pk")) | Q(course=OuterRef("draft_version")) | Q(course__draft_version=OuterRef("pk"))
    )
    return courses.filter(Exists(of_pair.filter(user=user)) | ~Exists(of_pair))


def editable_course_runs(user: User, runs: QuerySet[CourseRun]) -> QuerySet[CourseRun]:
    """Return the runs of courses that the account may edit."""
    if user.is_staff:
        return runs
    return runs.filter(course__in=editable_courses(user, Course.everything.all()).values("pk"))


def editable_programs(user: User, programs: QuerySet[Program]) -> QuerySet[Program]:
    """Return the programs by an organization of the account, for staff all: programs have no editors of their own."""
    if user.is_staff:
        return programs
    through: Any = Program.authoring_organizations.through
    own = through.objects.filter(organization__in=organizations_of(user).order_by())
    return programs.filter(pk__in=own.values("program"))


def editable_ids(user: User, courses: Iterable[Any], own: Collection[int]) -> frozenset[int]:
    """Return the ids of those among these courses that the account may edit, in one query at most.

    `own`: ids of the organizations of the account.
    Reads `loaded_owners`, which course_metadata.selectors.pages sets.
    """
    if user.is_staff:
        return frozenset(course.pk for course in courses)
    candidates = [course for course in courses if any(organization.pk in own for organization in course.loaded_owners)]
    if not candidates:
        return frozenset()
    editors: dict[Any, set[int]] = {}
    keys = {(course.partner_id, course.uuid) for course in candidates}
    found = _valid_editors().filter(course__uuid__in={uuid for _partner, uuid in keys})
    for partner, uuid, editor in found.values_list("course__partner", "course__uuid", "user"):
        editors.setdefault((partner, uuid), set()).add(editor)
    return frozenset(
        course.pk for course in candidates if user.pk in editors.get((course.partner_id, course.uuid), {user.pk})
    )


def visible_editors(user: User | AnonymousUser, editors: QuerySet[CourseEditor]) -> QuerySet[CourseEditor]:
    """Return those the account sees: staff all, members those who share one of their organizations' groups."""
    if not user.is_authenticated:
        return editors.none()
    return editors if user.is_staff else editors.filter(user__in=colleagues_of(user).order_by().values("pk"))


def _authored_by_organizations_of(user: User) -> QuerySet[Any]:
    through: Any = Course.authoring_organizations.through
    return through.objects.filter(organization__in=organizations_of(user)).values("course")


def _valid_editors() -> QuerySet[CourseEditor]:
    return CourseEditor.objects.filter(
        course__authoring_organizations__organization_extension__group__user=F("user")
    ).distinct()
