"""What follows for programs when rows are written one by one.

All of it happens inside the writer's transaction: a refused row must not be written, and a change that consumers poll
for must not be committed without its time. Fixtures being loaded (`raw`) are taken as they are.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from sortedm2m.fields import SortedManyToManyField

from course_discovery.apps.course_metadata.models import Course, CourseEntitlement, CourseRun, Seat
from course_discovery.apps.course_metadata.signals import catalogue_changed, course_run_cleaned
from course_discovery.apps.programs.models import (
    Curriculum,
    CurriculumCourseMembership,
    CurriculumProgramMembership,
    Degree,
    Program,
    external_keys,
)
from course_discovery.apps.programs.selectors.concerned import (
    COURSE_PATHS,
    OWNERS,
    PROGRAM_PATHS,
    programs_concerned,
)
from course_discovery.apps.programs.services.enterprise_subscription import (
    update_inclusion_of_programs_with,
    update_program_inclusion,
)
from course_discovery.apps.programs.services.marketing_slugs import assign_marketing_slug
from course_discovery.apps.programs.services.timestamps import stamp_programs

_UID = "programs"
# Of these only drafts count: officialisation brings nothing that the draft's edit has not told.
_OF_DRAFTS = (Course, CourseRun, Seat, CourseEntitlement)
_SORTED_RELATIONS: list[Any] = [
    field
    for model in (Program, Degree)
    for field in model._meta.local_many_to_many
    if isinstance(field, SortedManyToManyField)
]


def connect() -> None:
    """Listen; called once when Django starts."""
    pre_save.connect(refuse_taken_external_key, sender=CourseRun, dispatch_uid=_UID)
    course_run_cleaned.connect(refuse_taken_external_key, dispatch_uid=_UID)
    for checked in (Curriculum, CurriculumProgramMembership, CurriculumCourseMembership):
        pre_save.connect(refuse_bad_relations, sender=checked, dispatch_uid=_UID)
    for model in COURSE_PATHS.keys() | PROGRAM_PATHS.keys() | OWNERS.keys():
        pre_save.connect(stamp_programs_showing, sender=model, dispatch_uid=f"{_UID}.stamp")
    for owned in OWNERS:
        post_save.connect(stamp_owner_of_new, sender=owned, dispatch_uid=f"{_UID}.stamp")
        pre_delete.connect(stamp_owner, sender=owned, dispatch_uid=f"{_UID}.stamp")
    for program_model in (Program, Degree):
        post_save.connect(derive_inclusion, sender=program_model, dispatch_uid=f"{_UID}.inclusion")
    post_save.connect(derive_inclusion_from_course, sender=Course, dispatch_uid=f"{_UID}.inclusion")
    catalogue_changed.connect(derive_inclusion_from_courses, dispatch_uid=f"{_UID}.inclusion")
    for field in _SORTED_RELATIONS:
        m2m_changed.connect(stamp_new_order, sender=field.remote_field.through, dispatch_uid=f"{_UID}.{field.name}")
    m2m_changed.connect(
        stamp_new_members, sender=Program.excluded_course_runs.through, dispatch_uid=f"{_UID}.excluded_course_runs"
    )
    m2m_changed.connect(stamp_new_members, sender=Program.labels.through, dispatch_uid=f"{_UID}.labels")
    m2m_changed.connect(follow_courses, sender=Program.courses.through, dispatch_uid=f"{_UID}.follow_courses")
    m2m_changed.connect(
        follow_authors, sender=Program.authoring_organizations.through, dispatch_uid=f"{_UID}.follow_authors"
    )


def refuse_taken_external_key(sender: Any, instance: CourseRun, raw: bool = False, **_: Any) -> None:
    if not raw:
        external_keys.check_course_run(instance)


def refuse_bad_relations(sender: Any, instance: Any, raw: bool = False, **_: Any) -> None:
    if not raw:
        instance.check_relations()


def stamp_programs_showing(sender: type[Model], instance: Any, raw: bool = False, **_: Any) -> None:
    # Before the save, as saving by itself changes `modified`. A row yet to be made has not changed.
    if raw or not instance.has_changed or (sender in _OF_DRAFTS and not instance.draft):
        return
    programs = programs_concerned(instance)
    if sender is Curriculum and (former := instance.loaded_value("program_id")):
        programs.add(former)
    stamp_programs(programs)


def stamp_owner_of_new(sender: type[Model], instance: Any, created: bool, raw: bool = False, **_: Any) -> None:
    if created and not raw:
        stamp_programs(programs_concerned(instance))


def stamp_owner(sender: type[Model], instance: Any, origin: Any = None, **_: Any) -> None:
    # What goes along with its program leaves nothing to stamp.
    if not isinstance(origin, Program):
        stamp_programs(programs_concerned(instance))


def derive_inclusion(sender: Any, instance: Program, raw: bool = False, **_: Any) -> None:
    if not raw:
        _derive_inclusion_of(instance)


def derive_inclusion_from_course(sender: Any, instance: Course, created: bool, raw: bool = False, **_: Any) -> None:
    if not raw and not created and "enterprise_subscription_inclusion" in instance.changes():
        update_inclusion_of_programs_with({instance.pk})


def derive_inclusion_from_courses(sender: Any, model: type[Model], pks: Collection[Any], **_: Any) -> None:
    if model is Course:
        update_inclusion_of_programs_with(set(pks))


def follow_courses(sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    if not action.startswith("post_"):
        return
    if reverse:
        update_program_inclusion(Program.objects.filter(pk__in=pk_set or ()))
    else:
        _derive_inclusion_of(instance)


def follow_authors(sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    """A program gets its page as soon as it has an author."""
    if action not in ("post_add", "post_remove"):
        return
    for program in Program.objects.filter(pk__in=pk_set or ()) if reverse else [instance]:
        assign_marketing_slug(program)


def stamp_new_members(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any
) -> None:
    # Labels are tags, which hang on all kinds of rows; clearing tells no members.
    if action in ("post_add", "post_remove", "post_clear") and (pk_set or action == "post_clear"):
        if isinstance(instance, Program):
            stamp_programs({instance.pk})
        elif reverse and sender is Program.excluded_course_runs.through:
            stamp_programs(pk_set or set())


def stamp_new_order(sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    """Stamp the program when the members of an ordered relation, or their order, have changed.

    Setting such a relation clears it and adds all members anew, be they the same; so what follows the clearing decides.
    """
    if reverse:
        if action in ("post_add", "post_remove"):
            stamp_programs(pk_set or set())
        return
    before: dict[Any, list[int]] = instance.__dict__.setdefault("_members_before", {})
    if action.startswith("pre_"):
        before.setdefault(sender, _members(sender, instance))
    elif action == "post_clear":
        # Nothing may follow. Whatever does, follows within the same transaction.
        transaction.on_commit(lambda: _stamp_if_reordered(sender, instance))
    else:
        _stamp_if_reordered(sender, instance)


def _stamp_if_reordered(through: Any, program: Any) -> None:
    former = program.__dict__.get("_members_before", {}).pop(through, None)
    if former is not None and former != _members(through, program):
        stamp_programs({program.pk})


def _members(through: Any, program: Any) -> list[int]:
    """Return the primary keys of the members in order, read past what is prefetched."""
    owner, member = (field.attname for field in through._meta.get_fields() if field.is_relation)
    rows = through._default_manager.filter(**{owner: program.pk}).order_by("sort_value")
    return list(rows.values_list(member, flat=True))


def _derive_inclusion_of(program: Program) -> None:
    if update_program_inclusion(Program.objects.filter(pk=program.pk)):
        program.refresh_from_db(fields=["enterprise_subscription_inclusion"])
