"""Systems that did not answer and are left alone for a while: who asks again with every change waits every time."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from course_discovery.apps.publisher.models import OutboundPush

# Seconds. What failed may have to wait for hours, but the system is not ill for the sake of one row.
_LONGEST_REST = 300


def let_rest(push: OutboundPush) -> None:
    """Leave the system of a push that failed alone for as long as the push waits, but for minutes at most."""
    seconds = min(settings.OUTBOX_FIRST_WAIT * 2 ** (push.attempts - 1), _LONGEST_REST)
    cache.set(_key(push), timezone.now() + timedelta(seconds=seconds), seconds)


def is_resting(push: OutboundPush) -> bool:
    until = cache.get(_key(push))
    return until is not None and timezone.now() < until


def wake(push: OutboundPush) -> None:
    """Have the system asked again, since somebody says that it is well."""
    cache.delete(_key(push))


def _key(push: OutboundPush) -> str:
    return f"publisher.resting.{push.partner_id}.{push.system}"
