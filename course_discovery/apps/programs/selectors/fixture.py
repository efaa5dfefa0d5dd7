"""All rows that programs consist of, for a copy of them in another installation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.sites.models import Site
from django.db.models import Model, prefetch_related_objects

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.programs.models import (
    Curriculum,
    CurriculumCourseMembership,
    CurriculumCourseRunExclusion,
    CurriculumProgramMembership,
    Program,
)

# Every installation has its own.
LEFT_OUT = frozenset({Site, Partner, get_user_model(), LanguageTag})

Keys = dict[type[Model], set[Any]]


def rows_of_programs(programs: Sequence[Program]) -> list[Model]:
    """Return the programs with their curricula, the official runs of their courses, and all that these refer to.

    References are followed from model to model, translations included: a few queries for each model that a step
    reaches. Draft counterparts come along as references do.
    """
    found: dict[type[Model], dict[Any, Model]] = defaultdict(dict)
    wanted = _own_rows(programs)
    while wanted:
        level = [row for model, keys in wanted.items() for row in model._base_manager.in_bulk(keys).values()]
        for row in level:
            found[type(row)][row.pk] = row
        reached: Keys = defaultdict(set)
        for model in wanted:
            _follow(model, [row for row in level if type(row) is model], reached)
        wanted = {
            model: missing
            for model, keys in reached.items()
            if model not in LEFT_OUT and (missing := keys - found[model].keys())
        }
    return [row for rows in found.values() for row in rows.values()]


def _own_rows(programs: Sequence[Program]) -> Keys:
    curricula = set(Curriculum.objects.filter(program__in=programs).values_list("pk", flat=True))
    courses = CurriculumCourseMembership.objects.filter(curriculum__in=curricula)
    members = CurriculumProgramMembership.objects.filter(curriculum__in=curricula)
    exclusions = CurriculumCourseRunExclusion.objects.filter(course_membership__in=courses)
    memberships: Any = Program.courses.through
    of_courses = set(memberships.objects.filter(program__in=programs).values_list("course", flat=True))
    of_courses |= set(courses.values_list("course", flat=True))
    found: Keys = {
        Program: {program.pk for program in programs},
        Curriculum: curricula,
        CurriculumCourseMembership: set(courses.values_list("pk", flat=True)),
        CurriculumProgramMembership: set(members.values_list("pk", flat=True)),
        CurriculumCourseRunExclusion: set(exclusions.values_list("pk", flat=True)),
        CourseRun: set(CourseRun.objects.filter(course__in=of_courses).values_list("pk", flat=True)),
    }
    return {model: keys for model, keys in found.items() if keys}


def _follow(model: type[Model], rows: Sequence[Any], reached: Keys) -> None:
    """Add the keys of all that the rows refer to; what they have many of stays fetched, as it is written with them."""
    for field in _references(model):
        target: Any = field.related_model
        reached[target] |= {key for row in rows if (key := getattr(row, field.attname)) is not None}
    # Relations through a model of its own are rows of that model.
    relations: Any = model._meta.many_to_many
    names = [field.name for field in relations if field.remote_field.through._meta.auto_created]
    prefetch_related_objects(rows, *names)
    for name in names:
        for row in rows:
            for member in getattr(row, name).all():
                reached[type(member)].add(member.pk)
    if extension := getattr(model, "_parler_meta", None):
        for meta in extension:
            translations = meta.model._base_manager.filter(master__in=[row.pk for row in rows])
            reached[meta.model] |= set(translations.values_list("pk", flat=True))


def _references(model: type[Model]) -> Iterable[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation]
