"""Telling Salesforce of organizations, courses and runs.

It is told of the official row, while there is none of the draft: an edited draft is told of once it is official. Ids
are stored on both rows. What has no draft is not made there, as nobody edits it here.
"""

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

from django.core.cache import cache

from course_discovery.apps.core.models import Partner, SalesforceConfiguration
from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.rules import salesforce as rules
from course_discovery.integrations.errors import Unreachable
from course_discovery.integrations.salesforce import Account, SalesforceApi, shared_api
from course_discovery.integrations.soql import Lookup

# How long it is remembered what an object was told last, in seconds.
_REMEMBERED = 30 * 24 * 60 * 60
# How long one process may take to make an object, and how long another one waits for it.
_MAKING, _PATIENCE = 180, 10

_GONE = "It is gone."
_NO_SALESFORCE = "The partner has no Salesforce."
_NO_DRAFT = "Not made: it has no draft."
_NO_ORGANIZATION = "Not made: the course has no organization."
_ONLY_DRAFT = "Not told: edits of a draft are told once they are official."


class SalesforceNotConfiguredException(Exception):
    """The partner has no Salesforce."""


class _Object(NamedTuple):
    """What Salesforce is told of a row, and how its object is found."""

    kind: str
    key: str
    values: dict[str, Any]
    lookup: Lookup


def salesforce_of(partner: Partner) -> tuple[SalesforceApi, SalesforceConfiguration]:
    """Return the Salesforce of a partner. Raises SalesforceNotConfiguredException."""
    configuration = SalesforceConfiguration.objects.filter(partner=partner).first()
    if configuration is None:
        raise SalesforceNotConfiguredException(
            f"Attempted to query Salesforce with no client for partner={partner.name}"
        )
    account = Account(
        configuration.username,
        configuration.password,
        configuration.security_token,
        configuration.organization_id,
        configuration.is_sandbox,
    )
    return shared_api(account), configuration


def send_organization(push: OutboundPush) -> str:
    """Tell of the organization whose uuid is the key."""
    try:
        api, _ = salesforce_of(push.partner)
    except SalesforceNotConfiguredException:
        return _NO_SALESFORCE
    organization = Organization.objects.filter(partner=push.partner, uuid=UUID(push.key)).first()
    if organization is None:
        return _GONE
    if organization.salesforce_id:
        return _update(api, organization.salesforce_id, _organization(organization))
    return f"Made as {ensure_organization(api, organization)}."


def send_course(push: OutboundPush) -> str:
    """Tell of the course whose uuid is the key."""
    try:
        api, _ = salesforce_of(push.partner)
    except SalesforceNotConfiguredException:
        return _NO_SALESFORCE
    rows = rows_of_course(push.partner, UUID(push.key))
    if not rows:
        return _GONE
    record_id = _stored_id(rows)
    if not record_id:
        if not rows[-1].draft:
            return _NO_DRAFT
        made = ensure_course(api, rows)
        return f"Made as {made}." if made else _NO_ORGANIZATION
    _store(rows, "salesforce_id", record_id)
    return _ONLY_DRAFT if rows[0].draft else _update(api, record_id, _course(api, rows))


def send_run(push: OutboundPush) -> str:
    """Tell of the run with this key."""
    try:
        return tell_run(push.partner, push.key)
    except SalesforceNotConfiguredException:
        return _NO_SALESFORCE


def tell_run(partner: Partner, key: str, *, even_if_known: bool = False) -> str:
    """Tell of a run, also if it was told just this before if asked to; return what came of it in words.

    Raises PlatformError, SalesforceNotConfiguredException.
    """
    api, _ = salesforce_of(partner)
    runs = CourseRun.everything.filter(key=key, course__partner=partner)
    rows = list(runs.select_related("course__partner__site").order_by("draft"))
    if not rows:
        return _GONE
    record_id = _stored_id(rows)
    if not record_id and not rows[-1].draft:
        return _NO_DRAFT
    if record_id:
        _store(rows, "salesforce_id", record_id)
        if rows[0].draft:
            return _ONLY_DRAFT
    course_id = ensure_course(api, rows_of_course(partner, rows[0].course.uuid))
    if course_id is None:
        return _NO_ORGANIZATION
    told = _run(rows[0], course_id)
    if record_id:
        return _update(api, record_id, told, even_if_known=even_if_known)
    record_id = _ensure(api, partner, told)
    _store(rows, "salesforce_id", record_id)
    return f"Made as {record_id}."


def rows_of_course(partner: Partner, uuid: UUID) -> list[Course]:
    """Return the rows of a course, the official one first."""
    return list(Course.everything.filter(partner=partner, uuid=uuid).select_related("partner__site").order_by("draft"))


def ensure_organization(api: SalesforceApi, organization: Organization) -> str:
    """Return the id of an organization, which is made if need be. Raises PlatformError."""
    record_id = organization.salesforce_id or _ensure(api, organization.partner, _organization(organization))
    _store([organization], "salesforce_id", record_id)
    return record_id


def ensure_course(api: SalesforceApi, rows: Sequence[Course]) -> str | None:
    """Return the id of a course, which is made if need be; None if it has no organization. Raises PlatformError."""
    record_id = _stored_id(rows)
    if not record_id:
        told = _course(api, rows)
        if told.values["Publisher_Organization__c"] is None:
            return None
        record_id = _ensure(api, rows[0].partner, told)
    _store(rows, "salesforce_id", record_id)
    return record_id


def ensure_case(api: SalesforceApi, rows: Sequence[Course], record_type_id: str | None) -> str | None:
    """Return the id of the case of a course that holds its comments, which is made if need be.

    None if the course has no organization. Raises PlatformError.
    """
    if not (case_id := next((row.salesforce_case_id for row in rows if row.salesforce_case_id), None)):
        course_id = ensure_course(api, rows)
        if course_id is None:
            return None
        values = rules.case_values(rows[0].title, course_id, record_type_id)
        with _alone(rows[0].partner, f"{rules.CASE} {course_id}"):
            case_id = api.create(rules.CASE, values, rules.case_lookup(course_id)).id
    _store(rows, "salesforce_case_id", case_id)
    return case_id


def _organization(organization: Organization) -> _Object:
    values = rules.organization_values(organization.key, organization.name)
    return _Object(rules.ORGANIZATION, organization.key, values, rules.organization_lookup(organization.key))


def _course(api: SalesforceApi, rows: Sequence[Course]) -> _Object:
    row = rows[0]
    authors = [organization for each in rows for organization in each.authoring_organizations.all()[:1]]
    values = rules.course_values(
        pk=row.pk,
        uuid=row.uuid,
        key=row.key,
        title=row.title,
        publisher_url=row.partner.publisher_url,
        site=row.partner.site.domain,
        organization_id=ensure_organization(api, authors[0]) if authors else None,
    )
    return _Object(rules.COURSE, row.key, values, rules.course_lookup(row.key))


def _run(row: CourseRun, course_id: str) -> _Object:
    values = rules.run_values(
        pk=row.pk,
        key=row.key,
        title=row.title,
        status=row.status,
        start=row.start,
        end=row.end,
        go_live_date=row.go_live_date,
        has_ofac_restrictions=row.has_ofac_restrictions,
        site=row.course.partner.site.domain,
        course_id=course_id,
    )
    return _Object(rules.RUN, row.key, values, rules.run_lookup(row.key))


def _ensure(api: SalesforceApi, partner: Partner | None, told: _Object) -> str:
    with _alone(partner, f"{told.kind} {told.key}"):
        created = api.create(told.kind, told.values, told.lookup)
    if created.is_new:
        cache.set(_memory(created.id), _digest(told.values), _REMEMBERED)
    else:
        _update(api, created.id, told)
    return created.id


def _update(api: SalesforceApi, record_id: str, told: _Object, *, even_if_known: bool = False) -> str:
    """Loaders say that a run changed without saying what: what was told before is not told again."""
    digest = _digest(told.values)
    if not even_if_known and cache.get(_memory(record_id)) == digest:
        return "It was told all this before."
    api.update(told.kind, record_id, told.values)
    cache.set(_memory(record_id), digest, _REMEMBERED)
    return f"Told as {record_id}."


@contextmanager
def _alone(partner: Partner | None, what: str) -> Iterator[None]:
    """Have an object made by one process at a time: two that look for it at once would both find none."""
    lock = f"salesforce.making.{_digest([partner.pk if partner else None, what])}"
    given_up = time.monotonic() + _PATIENCE
    while not cache.add(lock, True, _MAKING):
        if time.monotonic() > given_up:
            raise Unreachable(f"Salesforce create {what}", "another process is at it")
        time.sleep(0.1)
    try:
        yield
    finally:
        cache.delete(lock)


def _memory(record_id: str) -> str:
    return f"salesforce.told.{record_id}"


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _stored_id(rows: Sequence[Course] | Sequence[CourseRun]) -> str | None:
    return next((row.salesforce_id for row in rows if row.salesforce_id), None)


def _store(rows: Sequence[Any], column: str, value: str) -> None:
    """Give the rows an id of Salesforce. It is no change of the catalogue: nobody is told, no history is left."""
    lacking = [row for row in rows if getattr(row, column) != value]
    if lacking:
        type(rows[0])._base_manager.filter(pk__in=[row.pk for row in lacking]).update(**{column: value})
    for row in lacking:
        setattr(row, column, value)
