"""A partner's name for a run (`external_key`) means one run within a program, all its curricula included.

It belongs to the models, as forms (`clean`) and saves ask it alike. The functions raise ValidationError.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.programs.rules.external_keys import KeyedRun, duplicate_message


def check_course_run(run: CourseRun) -> None:
    """Refuse a key that another run has: of the same course, or of any curriculum beside those of the course.

    Draft courses are in no curriculum, so drafts are compared within their course, and with all others once they
    become official.
    """
    if not run.external_key or run.course_id is None or (run.course.draft and not run.draft):
        return
    known = not run._state.adding
    if known and (run.loaded_value("external_key"), run.loaded_value("course_id")) == (run.external_key, run.course_id):
        return
    others = CourseRun.everything.filter(course=run.course_id, external_key=run.external_key)
    _refuse(others.exclude(pk=run.pk))
    curricula = _curricula().of_course(run.course_id)
    _refuse(_holders([run], curricula.with_siblings()))


def check_course_membership(membership: Any) -> None:
    """Refuse a course one of whose runs has a key that a run in a curriculum of the same program has."""
    if membership.course_id is None or membership.curriculum_id is None:
        return
    runs = list(_keyed_runs().filter(course=membership.course_id))
    curricula = _curricula().filter(pk=membership.curriculum_id)
    _refuse(_holders(runs, curricula.with_siblings()))


def check_curriculum(curriculum: Any) -> None:
    """Refuse a new program for the curriculum when that program's other curricula have keys of its runs."""
    if curriculum.pk is None or curriculum.program_id is None:
        return
    if curriculum.loaded_value("program_id") == curriculum.program_id:
        return
    runs = list(_keyed_runs().filter(course__degree_course_curricula=curriculum.pk).distinct())
    others = _curricula().filter(program=curriculum.program_id).exclude(pk=curriculum.pk)
    _refuse(_holders(runs, others))


def _curricula() -> Any:
    # The module of the model imports this one.
    curricula: Any = apps.get_model("programs", "Curriculum")
    return curricula.objects.all()


def _keyed_runs() -> QuerySet[CourseRun]:
    return CourseRun.objects.filter(external_key__isnull=False).exclude(external_key="")


def _holders(runs: Sequence[CourseRun], curricula: Any) -> QuerySet[CourseRun]:
    """Return the other official runs in the curricula that have a key of these runs."""
    own = [run.pk for run in runs if run.pk is not None]
    return (
        CourseRun.objects.filter(
            external_key__in=[run.external_key for run in runs],
            course__in=_courses_of(curricula),
        )
        .exclude(pk__in=own)
        .distinct()
    )


def _courses_of(curricula: Any) -> Any:
    memberships = curricula.model.course_curriculum.through
    return memberships.objects.filter(curriculum__in=curricula.values("pk")).values("course")


def _refuse(holders: QuerySet[CourseRun]) -> None:
    found = list(holders.select_related("course").order_by("external_key", "key"))
    if found:
        raise ValidationError(
            duplicate_message([KeyedRun(str(run.external_key), str(run), str(run.course)) for run in found]),
            code="duplicate_external_key",
        )
