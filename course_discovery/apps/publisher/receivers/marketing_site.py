"""What a Drupal marketing site is told of: runs, programs and people, each as its switch says.

Only columns that the site shows count, so commands that change others (the refresh, enrollment counts, marketing hooks)
tell it nothing. What it cannot be told any more when a push is sent goes with the push.
"""

from collections.abc import Collection
from typing import Any

import waffle
from django.db.models import Model, QuerySet
from django.db.models.signals import post_save, pre_delete, pre_save

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun, Person
from course_discovery.apps.programs.models import Degree, Program
from course_discovery.apps.publisher.choices import OutboundSystem
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.rules.marketing_nodes import PROGRAM_TYPES
from course_discovery.apps.publisher.services.outbound.marketing_site import (
    FORMER_SLUG,
    PERSON_SWITCH,
    PROGRAM_SWITCH,
    RUN_SWITCH,
    SAME_STATUS,
)
from course_discovery.apps.publisher.services.outbox import enqueue

_UID = "publisher.marketing_site"
# A run of another type or key may have had no page so far.
_OF_RUNS = {"status": "status", "slug": "slug", "type_id": "type", "key": "key"}
_OF_PROGRAMS = {"marketing_slug": "marketing_slug", "status": "status", "title": "title", "type_id": "type"}
_OF_PEOPLE = ("slug", "salutation", "given_name", "family_name", "published")
_STORED = "_stored_for_marketing_site"


def connect() -> None:
    post_save.connect(tell_of_run, sender=CourseRun, dispatch_uid=_UID)
    for model in (Program, Degree):
        post_save.connect(tell_of_program, sender=model, dispatch_uid=_UID)
    # Sent for the program of a degree as well.
    pre_delete.connect(tell_of_deleted_program, sender=Program, dispatch_uid=_UID)
    pre_save.connect(remember_stored_person, sender=Person, dispatch_uid=_UID)
    post_save.connect(tell_of_person, sender=Person, dispatch_uid=_UID)
    pre_delete.connect(tell_of_deleted_person, sender=Person, dispatch_uid=_UID)


def tell_of_run(sender: Any, instance: CourseRun, created: bool, raw: bool = False, **kwargs: Any) -> None:
    changed = _changed(instance, _OF_RUNS, kwargs.get("update_fields"))
    if raw or instance.draft or not (created or changed) or not waffle.switch_is_active(RUN_SWITCH):
        return
    if instance.could_be_marketable:
        details = {SAME_STATUS: True} if changed == {"slug"} else None
        _tell(instance.course.partner, "run", instance.key, details)


def tell_of_program(sender: Any, instance: Program, created: bool, raw: bool = False, **kwargs: Any) -> None:
    changed = _changed(instance, _OF_PROGRAMS, kwargs.get("update_fields"))
    if raw or not (created or changed) or not waffle.switch_is_active(PROGRAM_SWITCH):
        return
    if instance.type is not None and instance.type.name in PROGRAM_TYPES:
        former = instance.loaded_value("marketing_slug") if "marketing_slug" in changed else ""
        _tell(instance.partner, "program", instance.uuid, {FORMER_SLUG: former} if former else None)


def tell_of_deleted_program(sender: Any, instance: Program, origin: Any = None, **_: Any) -> None:
    if waffle.switch_is_active(PROGRAM_SWITCH) and not _goes_with_its_partner(origin):
        _tell(instance.partner, "deleted_program", instance.uuid)


def remember_stored_person(sender: Any, instance: Person, raw: bool = False, **_: Any) -> None:
    """Keep what is stored of a person until it is known what is saved, while there is somebody to tell of it."""
    if not raw and instance.pk and waffle.switch_is_active(PERSON_SWITCH):
        instance.__dict__[_STORED] = Person.objects.filter(pk=instance.pk).values(*_OF_PEOPLE).first()


def tell_of_person(sender: Any, instance: Person, created: bool, raw: bool = False, **_: Any) -> None:
    stored = instance.__dict__.pop(_STORED, None)
    if raw or not waffle.switch_is_active(PERSON_SWITCH):
        return
    if created or stored != {name: getattr(instance, name) for name in _OF_PEOPLE}:
        _tell(instance.partner, "person", instance.uuid)


def tell_of_deleted_person(sender: Any, instance: Person, origin: Any = None, **_: Any) -> None:
    if waffle.switch_is_active(PERSON_SWITCH) and not _goes_with_its_partner(origin):
        _tell(instance.partner, "deleted_person", instance.uuid)


def _tell(partner: Partner | None, what: str, key: Any, details: dict[str, Any] | None = None) -> None:
    if partner is not None and partner.has_marketing_site:
        system = OutboundSystem.MarketingSite
        enqueue([OutboundPush(partner=partner, system=system, what=what, key=str(key), details=details)])


def _changed(instance: Any, columns: dict[str, str], update_fields: Collection[str] | None) -> set[str]:
    """Return which of the columns have been written with another value; `columns` has the name of each one's field."""
    written = {
        column for column, name in columns.items() if update_fields is None or {column, name} & set(update_fields)
    }
    return written & instance.changes().keys()


def _goes_with_its_partner(origin: Model | QuerySet | None) -> bool:
    """Whether a row is deleted because its partner is: then there is nobody who could be told any more."""
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    return model is Partner
