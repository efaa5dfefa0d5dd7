"""Noting what outside systems have to be told: with the change it tells of, or not at all (decision 12)."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from course_discovery.apps.publisher.choices import PushStatus
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.ill_systems import wake
from course_discovery.apps.publisher.signals import outbox_filled


@transaction.atomic
def enqueue(pushes: Iterable[OutboundPush]) -> None:
    """Have these unsaved pushes sent after the commit of the present transaction.

    Set are partner, system, what, key and, if need be, details. One that waits already does for another like it: what
    is sent is read when it is sent.
    """
    now = timezone.now()
    wanted = {(push.partner_id, push.system, push.what, push.key, repr(push.details)): push for push in pushes}
    by_kind: dict[tuple[int, str, str], list[OutboundPush]] = defaultdict(list)
    for push in wanted.values():
        by_kind[push.partner_id, push.system, push.what].append(push)
    new = [push for alike in by_kind.values() for push in alike if push.key not in _hold_waiting(alike)]
    for push in new:
        push.due = now
    if new:
        OutboundPush.objects.bulk_create(new, batch_size=500)
    if wanted:
        outbox_filled.send(sender=OutboundPush)


@transaction.atomic
def send_again(pushes: Iterable[OutboundPush]) -> int:
    """Have pushes that were given up tried once more, from the first attempt on; return how many there were."""
    given_up = list(pushes)
    keys = [push.pk for push in given_up]
    count = OutboundPush.objects.filter(pk__in=keys, status=PushStatus.Failed).update(
        status=PushStatus.Pending, attempts=0, due=timezone.now(), finished=None
    )
    for push in given_up:
        wake(push)
    if count:
        outbox_filled.send(sender=OutboundPush)
    return count


def _hold_waiting(alike: list[OutboundPush]) -> set[str]:
    """Return the keys of which a push waits, and keep those from being sent before this transaction ends."""
    first = alike[0]
    keys = [push.key for push in alike if push.details is None]
    waiting = OutboundPush.objects.filter(
        partner=first.partner_id,
        system=first.system,
        what=first.what,
        key__in=keys,
        details__isnull=True,
        status=PushStatus.Pending,
        attempts=0,
    )
    # The update locks the rows: a worker that claimed one now would not see yet what this transaction changes.
    return set(waiting.values_list("key", flat=True)) if keys and waiting.update(attempts=0) else set()
