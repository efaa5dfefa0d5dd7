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
from django.db.models.signals import m2m_changed, post_save, pre_delete

from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.search.selectors.affected import PATHS_FROM_COURSE, courses_affected_by
from course_discovery.apps.search.tasks import refresh_changed_task

logger = logging.getLogger(__name__)

_UID = "search"
# Relations whose members documents show; saving either end does not tell of them.
_RELATIONS = (
    Course.authoring_organizations,
    Course.sponsoring_organizations,
    Course.subjects,
    Course.prerequisites,
    Course.expected_learning_items,
    CourseRun.staff,
    CourseRun.transcript_languages,
    Organization.tags,
)


class _Pending(local):
    """What this thread's transaction has changed so far."""

    def __init__(self) -> None:
        self.changed: dict[type[Model], set[object]] = defaultdict(set)
        self.course_ids: set[int] = set()
        self.gone_run_ids: set[int] = set()


_pending = _Pending()


def connect() -> None:
    """Listen to the rows that documents are made of; called once when Django starts."""
    if not settings.ELASTICSEARCH_DSL_AUTOSYNC:
        return
    for model in PATHS_FROM_COURSE:
        post_save.connect(_on_save, sender=model, dispatch_uid=_UID)
        pre_delete.connect(_on_delete, sender=model, dispatch_uid=_UID)
    for relation in _RELATIONS:
        m2m_changed.connect(_on_relation_changed, sender=relation.through, dispatch_uid=_UID)
    catalogue_changed.connect(_on_catalogue_changed, dispatch_uid=_UID)


def _on_save(sender: type[Model], instance: Any, raw: bool = False, **_: Any) -> None:
    # Rows that fixtures load may lack the rows they point at; a rebuild follows such a load.
    if not raw and not _is_draft(instance):
        _note(sender, [instance.pk])


def _on_catalogue_changed(sender: Any, model: type[Model], pks: Collection[object], **_: Any) -> None:
    if model in PATHS_FROM_COURSE:
        _note(model, pks)


def _on_relation_changed(
    instance: Any, action: str, reverse: bool, pk_set: set[Any] | None, model: Any, **_: Any
) -> None:
    if not action.startswith("post_") or _is_draft(instance):
        return
    changed, pks = (model, pk_set or ()) if reverse else (type(instance), [instance.pk])
    # Tags hang on all kinds of rows.
    if changed in PATHS_FROM_COURSE:
        _note(changed, pks)


def _on_delete(sender: type[Model], instance: Any, **_: Any) -> None:
    if _is_draft(instance):
        return
    # Afterwards nothing would tell which courses showed the row.
    _pending.course_ids |= courses_affected_by(sender, [instance.pk])
    if sender is CourseRun:
        _pending.gone_run_ids.add(instance.pk)
    transaction.on_commit(_flush, robust=True)


def _is_draft(instance: Any) -> bool:
    """Tell whether the row is a draft: no document shows anything of those."""
    return getattr(instance, "draft", False)


def _note(model: type[Model], pks: Collection[object]) -> None:
    _pending.changed[model].update(pks)
    # A rolled back transaction leaves its notes behind; the next flush then refreshes a few rows too many.
    transaction.on_commit(_flush, robust=True)


def _flush() -> None:
    changed = {model._meta.label_lower: sorted(pks, key=str) for model, pks in _pending.changed.items()}
    course_ids, gone_run_ids = sorted(_pending.course_ids), sorted(_pending.gone_run_ids)
    _pending.changed, _pending.course_ids, _pending.gone_run_ids = defaultdict(set), set(), set()
    if not changed and not course_ids and not gone_run_ids:
        return
    try:
        refresh_changed_task.delay(changed, course_ids, gone_run_ids)
    except Exception:
        logger.exception("The index was not brought up to date with changes of %s", ", ".join(changed) or "courses")
