"""Organizations, courses and runs that Salesforce is told of, for partners that have one.

Official rows are told of whenever something changed that Salesforce shows, drafts only until they are known there.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import m2m_changed, post_save

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.publisher.choices import OutboundSystem
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.rules.salesforce import COURSE_COLUMNS, ORGANIZATION_COLUMNS, RUN_COLUMNS
from course_discovery.apps.publisher.services.outbox import enqueue

_UID = "publisher.salesforce"
_ROWS_A_QUERY = 500
# Rows that Salesforce knows, or that it is to know.
_TOLD_OF = Q(draft=False) & (Q(salesforce_id__gt="") | Q(draft_version__isnull=False))
_UNKNOWN_DRAFT = Q(draft=True) & (Q(salesforce_id=None) | Q(salesforce_id=""))


def connect() -> None:
    post_save.connect(_on_organization, sender=Organization, dispatch_uid=_UID)
    post_save.connect(_on_course, sender=Course, dispatch_uid=_UID)
    post_save.connect(_on_run, sender=CourseRun, dispatch_uid=_UID)
    m2m_changed.connect(_on_authors, sender=Course.authoring_organizations.through, dispatch_uid=_UID)
    catalogue_changed.connect(_on_bulk, dispatch_uid=_UID)


def _on_organization(instance: Organization, created: bool, raw: bool = False, **_: Any) -> None:
    if not raw and _is_reason(instance, created, ORGANIZATION_COLUMNS) and _has_salesforce(instance.partner):
        _enqueue("organization", [(instance.partner_id, instance.uuid)])


def _on_course(instance: Course, created: bool, raw: bool = False, **_: Any) -> None:
    # A draft is told of when it gets an organization.
    if raw or instance.draft or not _is_known_or_edited(instance):
        return
    if not _is_reason(instance, created, COURSE_COLUMNS) or not _has_salesforce(instance.partner):
        return
    _enqueue("course", [(instance.partner_id, instance.uuid)])
    if "title" in instance.changes():
        titled_by_course = instance.course_runs.filter(Q(title_override=None) | Q(title_override=""))
        known = titled_by_course.filter(salesforce_id__gt="").values_list("key", flat=True)
        _enqueue("run", [(instance.partner_id, key) for key in known])


def _on_run(instance: CourseRun, created: bool, raw: bool = False, **_: Any) -> None:
    if raw or (instance.salesforce_id if instance.draft else not _is_known_or_edited(instance)):
        return
    if _is_reason(instance, created, RUN_COLUMNS) and _has_salesforce(instance.course.partner):
        _enqueue("run", [(instance.course.partner_id, instance.key)])


def _on_authors(instance: Any, action: str, reverse: bool, pk_set: Collection[int] | None, **_: Any) -> None:
    if not action.startswith("post_"):
        return
    courses: Iterable[Course] = Course.everything.filter(pk__in=pk_set or ()) if reverse else [instance]
    for course in courses:
        if course.salesforce_id if course.draft else not course.salesforce_id:
            continue
        if (action == "post_add" or not course.draft) and _has_salesforce(course.partner):
            _enqueue("course", [(course.partner_id, course.uuid)])


def _on_bulk(model: type[Model], pks: Collection[Any], **_: Any) -> None:
    """Tell of rows without knowing which columns changed: the sender remembers what it told before."""
    if model is Organization:
        _enqueue_rows("organization", Organization.objects.all(), "partner", "uuid", pks)
    elif model is Course:
        _enqueue_rows("course", Course.everything.filter(_TOLD_OF), "partner", "uuid", pks)
    elif model is CourseRun:
        runs = CourseRun.everything.filter(_TOLD_OF | _UNKNOWN_DRAFT)
        _enqueue_rows("run", runs, "course__partner", "key", pks)


def _enqueue_rows(what: str, rows: Any, partner: str, key: str, pks: Collection[Any]) -> None:
    chosen = sorted(pks)
    for start in range(0, len(chosen), _ROWS_A_QUERY):
        chunk = rows.filter(pk__in=chosen[start : start + _ROWS_A_QUERY], **{f"{partner}__salesforce__isnull": False})
        _enqueue(what, chunk.order_by("pk").values_list(f"{partner}_id", key))


def _enqueue(what: str, rows: Iterable[tuple[int | None, Any]]) -> None:
    pushes = [
        OutboundPush(partner_id=partner, system=OutboundSystem.Salesforce, what=what, key=str(key))
        for partner, key in rows
    ]
    if pushes:
        enqueue(pushes)


def _is_reason(instance: Any, created: bool, columns: Collection[str]) -> bool:
    """Tell whether a saved row is new, or changed: at all if Salesforce does not know it, else where it shows it."""
    # The time of the save is another one each time.
    changed = instance.changes().keys() - {"modified"}
    return created or bool(changed & set(columns)) or (bool(changed) and not instance.salesforce_id)


def _is_known_or_edited(official: Any) -> bool:
    return bool(official.salesforce_id or official.draft_version_id)


def _has_salesforce(partner: Partner | None) -> bool:
    """A partner object remembers the answer, and the rows of a request or command share it."""
    return hasattr(partner, "salesforce")
