"""Sending what the outbox holds."""

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from course_discovery.apps.publisher.choices import PushStatus
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.ill_systems import is_resting, let_rest
from course_discovery.apps.publisher.services.pushes import SENDERS
from course_discovery.integrations.errors import PlatformError

logger = logging.getLogger(__name__)

_UNFINISHED = (PushStatus.Pending, PushStatus.Running)


class Delivery(NamedTuple):
    """How many pushes were delivered, failed but are tried again later, and were given up."""

    delivered: int = 0
    postponed: int = 0
    failed: int = 0


def deliver_due() -> Delivery:
    """Send the pushes that are due, oldest first; any number of processes may do so at once.

    What concerns one row goes to a system in the order in which it was noted. A system that is ill is left alone for
    the rest of the call, and by later ones for a while. Delivered pushes are kept for OUTBOX_KEPT_DAYS.
    """
    counts = dict.fromkeys(Delivery._fields, 0)
    ill: set[tuple[int, str]] = set()
    while push := _claim(ill):
        outcome = _send(push)
        counts[outcome] += 1
        if outcome == "postponed":
            ill.add((push.partner_id, push.system))
    old = timezone.now() - timedelta(days=settings.OUTBOX_KEPT_DAYS)
    OutboundPush.objects.filter(status=PushStatus.Delivered, finished__lt=old).delete()
    return Delivery(**counts)


def _claim(ill: set[tuple[int, str]]) -> OutboundPush | None:
    """Return the next push to send, which is then nobody else's until OUTBOX_CLAIM_SECONDS have passed.

    Systems that rest are added to `ill`.
    """
    while True:
        now = timezone.now()
        push = _due(now, ill).first()
        if push is None:
            return None
        if is_resting(push):
            ill.add((push.partner_id, push.system))
            continue
        until = now + timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
        unclaimed = OutboundPush.objects.filter(pk=push.pk, status=push.status, due=push.due)
        if unclaimed.update(status=PushStatus.Running, due=until, attempts=F("attempts") + 1):
            push.status, push.due, push.attempts = PushStatus.Running, until, push.attempts + 1
            return push


def _due(now: datetime, ill: set[tuple[int, str]]) -> QuerySet[OutboundPush]:
    earlier = OutboundPush.objects.filter(
        partner=OuterRef("partner"),
        system=OuterRef("system"),
        key=OuterRef("key"),
        pk__lt=OuterRef("pk"),
        status__in=_UNFINISHED,
    )
    due = OutboundPush.objects.filter(~Exists(earlier), status__in=_UNFINISHED, due__lte=now)
    for partner_id, system in ill:
        due = due.exclude(Q(partner=partner_id) & Q(system=system))
    return due.select_related("partner").order_by("pk")


def _send(push: OutboundPush) -> str:
    try:
        result = SENDERS[push.system, push.what](push)
    except PlatformError as error:
        if not error.transient:
            return _fail(push, error)
        let_rest(push)
        return _put_off(push, str(error), error.retry_after)
    except Exception as error:  # one that cannot be sent keeps no other waiting
        logger.exception("Cannot send %s", push)
        return _put_off(push, f"{type(error).__name__}: {error}")
    _end(push, PushStatus.Delivered, result)
    return "delivered"


def _put_off(push: OutboundPush, reason: str, asked_to_wait: float | None = None) -> str:
    if push.attempts >= settings.OUTBOX_ATTEMPTS:
        return _fail(push, reason)
    own = settings.OUTBOX_FIRST_WAIT * 2 ** (push.attempts - 1)
    wait = min(max(own, asked_to_wait or 0), settings.OUTBOX_LONGEST_WAIT)
    logger.warning("%s is sent again in %d s: %s", push, wait, reason)
    _mine(push).update(status=PushStatus.Pending, due=timezone.now() + timedelta(seconds=wait), result=reason)
    return "postponed"


def _fail(push: OutboundPush, reason: object) -> str:
    logger.error("%s was given up after %d attempts: %s", push, push.attempts, reason)
    _end(push, PushStatus.Failed, str(reason))
    return "failed"


def _end(push: OutboundPush, status: PushStatus, result: str) -> None:
    _mine(push).update(status=status, result=result, finished=timezone.now())


def _mine(push: OutboundPush) -> QuerySet[OutboundPush]:
    """The row of the push, unless it took so long that somebody else has claimed it."""
    return OutboundPush.objects.filter(pk=push.pk, status=PushStatus.Running, attempts=push.attempts)
