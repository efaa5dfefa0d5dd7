"""A changed skill changes the courses and programs that show it: their documents, and cached answers of the API.

The other way round, what skills are found in and whose they are follows what happens to programs and accounts.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from taxonomy.models import CourseSkills, ProgramSkill, Skill, SkillCategory, SkillsQuiz, SkillSubCategory
from taxonomy.signals.signals import UPDATE_PROGRAM_SKILLS

from course_discovery.apps.core.signals import username_replaced
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Degree, Program
from course_discovery.rest.data_version import bump_on_commit

logger = logging.getLogger(__name__)
_UID = "taxonomy_support"
# What catalogue answers show of a skill, and of its being linked to a course or program.
_SHOWN_OF_SKILL = ("name", "description", "category_id", "subcategory_id")
_SHOWN_OF_LINK = frozenset({"course_key", "program_uuid", "skill", "skill_id", "is_blacklisted"})
_LINKS = (CourseSkills, ProgramSkill)
_CATEGORIES = {SkillCategory: "category", SkillSubCategory: "subcategory"}


def connect() -> None:
    """Listen to the taxonomy; called once when Django starts."""
    for link in _LINKS:
        post_save.connect(_on_link_saved, sender=link, dispatch_uid=_UID)
        post_delete.connect(_on_link_deleted, sender=link, dispatch_uid=_UID)
    pre_save.connect(_before_skill_saved, sender=Skill, dispatch_uid=_UID)
    post_save.connect(_on_skill_saved, sender=Skill, dispatch_uid=_UID)
    for category in _CATEGORIES:
        post_save.connect(_on_category_changed, sender=category, dispatch_uid=_UID)
        # Before, since afterwards its skills no longer name it.
        pre_delete.connect(_on_category_changed, sender=category, dispatch_uid=_UID)
    for program in (Program, Degree):
        pre_save.connect(_before_program_saved, sender=program, dispatch_uid=_UID)
    username_replaced.connect(_on_username_replaced, dispatch_uid=_UID)


def _on_link_saved(instance: Any, raw: bool, created: bool, update_fields: frozenset[str] | None, **_: Any) -> None:
    # The library writes the confidence anew whenever it reads a text again.
    if raw or (not created and update_fields is not None and not _SHOWN_OF_LINK & update_fields):
        return
    _tell([instance])


def _on_link_deleted(instance: Any, **_: Any) -> None:
    _tell([instance])


def _before_skill_saved(instance: Any, raw: bool, **_: Any) -> None:
    """Notice whether anything changes: the library saves a skill once for every text it finds it in."""
    shown = Skill.objects.filter(pk=instance.pk).values_list(*_SHOWN_OF_SKILL).first() if instance.pk else None
    now = tuple(getattr(instance, name) for name in _SHOWN_OF_SKILL)
    instance.is_shown_otherwise = not raw and shown is not None and shown != now


def _on_skill_saved(instance: Any, **_: Any) -> None:
    if instance.is_shown_otherwise:
        _tell_of_skills(pk=instance.pk)


def _on_category_changed(
    sender: type[Model], instance: Any, raw: bool = False, created: bool = False, **_: Any
) -> None:
    if not raw and not created:
        _tell_of_skills(**{_CATEGORIES[sender]: instance.pk})


def _before_program_saved(instance: Program, raw: bool, update_fields: frozenset[str] | None, **_: Any) -> None:
    """Have the texts of a program searched for skills as soon as people can see them."""
    if raw or not settings.FIRE_UPDATE_PROGRAM_SKILLS_SIGNAL or instance.status != ProgramStatus.Active:
        return
    changed = instance.changes().keys() & {"status", "overview"}
    if changed and (update_fields is None or changed & update_fields):
        # The job reads the row; that the queue is out of reach is no reason to refuse the save.
        transaction.on_commit(lambda: _search_program(instance.uuid), robust=True)


def _search_program(uuid: Any) -> None:
    UPDATE_PROGRAM_SKILLS.send(Program, program_uuid=uuid)
    logger.info("Signal fired to update program skills. Program: [%s]", uuid)


def _on_username_replaced(old: str, new: str, **_: Any) -> None:
    SkillsQuiz.objects.filter(username=old).update(username=new)


def _tell_of_skills(**criteria: Any) -> None:
    links = {f"skill__{name}": value for name, value in criteria.items()}
    _tell(row for link in _LINKS for row in link.objects.filter(is_blacklisted=False, **links))


def _tell(links: Iterable[Any]) -> None:
    keys, uuids = set(), set()
    for link in links:
        if isinstance(link, CourseSkills):
            keys.add(link.course_key)
        else:
            uuids.add(link.program_uuid)
    _tell_of(Course, {"key__in": keys}, bool(keys))
    _tell_of(Program, {"uuid__in": uuids}, bool(uuids))


def _tell_of(model: Any, criteria: dict[str, Any], any_: bool) -> None:
    pks = list(model.objects.filter(**criteria).values_list("pk", flat=True)) if any_ else []
    if pks:
        catalogue_changed.send(sender=model, model=model, pks=frozenset(pks))
        bump_on_commit()
