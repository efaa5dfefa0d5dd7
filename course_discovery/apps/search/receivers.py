"""Changes of the catalogue reach the index after their transaction has been committed.

Everything that a transaction changes is collected and indexed once. A failing index or queue never breaks the write:
the error is logged, and the next rebuild mends the index.
"""

import logging
from collections import defaultdict
from collections.abc import Collection
from threading import local
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from course_discovery.apps.course_metadata.models import CorporateEndorsement, Course, CourseRun, Organization
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.programs.models import Degree, Program, ProgramType
from course_discovery.apps.search.selectors.affected import MOVING_MODELS, SHOWN_MODELS, affected, shown_as
from course_discovery.apps.search.tasks import refresh_changed_task

logger = logging.getLogger(__name__)

_UID = "search"
# Relations whose members documents show; saving either end does not tell of them.
_RELATIONS: tuple[Any, ...] = (
    Course.authoring_organizations,
    Course.sponsoring_organizations,
    Course.subjects,
    Course.prerequisites,
    Course.expected_learning_items,
    CourseRun.staff,
    CourseRun.transcript_languages,
    Organization.tags,
    Program.courses,
    Program.excluded_course_runs,
    Program.authoring_organizations,
    Program.credit_backing_organizations,
    Program.corporate_endorsements,
    Program.expected_learning_items,
    Program.faq,
    Program.individual_endorsements,
    Program.job_outlook_items,
    ProgramType.applicable_seat_types,
    CorporateEndorsement.individual_endorsements,
)
# Of these, both ends have documents that show the other.
_MUTUAL_RELATIONS: tuple[Any, ...] = (CourseRun.staff, Program.courses)
_MUTUAL: dict[type[Model], Any] = {relation.through: relation.field for relation in _MUTUAL_RELATIONS}


class _Pending(local):
    """What this thread's transaction has changed so far."""

    def __init__(self) -> None:
        self.changed: dict[type[Model], set[object]] = defaultdict(set)
        self.rows: dict[str, set[int]] = defaultdict(set)


_pending = _Pending()


def connect() -> None:
    """Listen to the rows that documents are made of; called once when Django starts."""
    if not settings.ELASTICSEARCH_DSL_AUTOSYNC:
        return
    senders: tuple[type[Model], ...] = (*SHOWN_MODELS, Degree)
    for model in senders:
        post_save.connect(_on_save, sender=model, dispatch_uid=_UID)
        pre_delete.connect(_on_delete, sender=model, dispatch_uid=_UID)
    for model in MOVING_MODELS:
        pre_save.connect(_before_save, sender=model, dispatch_uid=_UID)
    for relation in _RELATIONS:
        m2m_changed.connect(_on_relation_changed, sender=relation.through, dispatch_uid=_UID)
    catalogue_changed.connect(_on_catalogue_changed, dispatch_uid=_UID)


def _before_save(sender: type[Model], instance: Any, raw: bool = False, **_: Any) -> None:
    # Afterwards nothing would tell from which document the row has moved away.
    if not raw and not instance._state.adding:
        _note_showing(sender, instance)


def _on_save(sender: type[Model], instance: Any, raw: bool = False, **_: Any) -> None:
    # Rows that fixtures load may lack the rows they point at; a rebuild follows such a load.
    if not raw and not _is_draft(instance):
        _note(sender, [instance.pk])


def _on_catalogue_changed(sender: Any, model: type[Model], pks: Collection[object], **_: Any) -> None:
    _note(model, pks)


def _on_relation_changed(
    sender: type[Model], instance: Any, action: str, reverse: bool, pk_set: set[Any] | None, model: Any, **_: Any
) -> None:
    if _is_draft(instance):
        return
    if action.startswith("post_"):
        changed, pks = (model, pk_set or ()) if reverse else (type(instance), [instance.pk])
        _note(changed, pks)
    if sender in _MUTUAL:
        _note(*_other_end(_MUTUAL[sender], instance, action, reverse, pk_set or (), model))


def _other_end(
    field: Any, instance: Any, action: str, reverse: bool, pk_set: Collection[Any], model: type[Model]
) -> tuple[type[Model], Collection[Any]]:
    """Return the rows that come to, or leave, the relation of the instance. Clearing tells of none of them."""
    if action == "pre_clear":
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        own, other = (other, own) if reverse else (own, other)
        pk_set = field.remote_field.through.objects.filter(**{own: instance.pk}).values_list(f"{other}_id", flat=True)
    return (type(instance), [instance.pk]) if reverse and action != "pre_clear" else (model, pk_set)


def _on_delete(sender: type[Model], instance: Any, **_: Any) -> None:
    if _is_draft(instance):
        return
    # Afterwards nothing would tell which documents showed the row.
    _note_showing(sender, instance)
    if sender is CourseRun:
        _pending.rows["course_run"].add(instance.pk)


def _is_draft(instance: Any) -> bool:
    """Tell whether the row is a draft: no document shows anything of those."""
    return getattr(instance, "draft", False)


def _note(model: type[Model], pks: Collection[object]) -> None:
    # Tags hang on all kinds of rows, and services tell of rows that no document shows.
    shown = shown_as(model)
    if shown is None or not pks:
        return
    _pending.changed[shown].update(pks)
    # A rolled back transaction leaves its notes behind; the next flush then refreshes a few rows too many.
    transaction.on_commit(_flush, robust=True)


def _note_showing(model: type[Model], instance: Any) -> None:
    """Note the rows whose documents show the row as the database has it now."""
    shown = shown_as(model)
    if shown is None:
        return
    for name, pks in affected({shown: [instance.pk]}).items():
        _pending.rows[name] |= pks
    transaction.on_commit(_flush, robust=True)


def _flush() -> None:
    changed = {model._meta.label_lower: sorted(pks, key=str) for model, pks in _pending.changed.items()}
    rows = {name: sorted(pks) for name, pks in _pending.rows.items() if pks}
    _pending.changed, _pending.rows = defaultdict(set), defaultdict(set)
    if not changed and not rows:
        return
    try:
        refresh_changed_task.delay(changed, rows)
    except Exception:
        logger.exception("The index was not brought up to date with changes of %s", ", ".join((*changed, *rows)))
