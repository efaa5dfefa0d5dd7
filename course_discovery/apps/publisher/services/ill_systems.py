"""Systems that did not answer and are left alone for a while: who asks again with every change waits every time."""

from django.conf import settings
from django.core.cache import cache

from course_discovery.apps.publisher.models import OutboundPush

# Seconds. What failed may have to wait for hours, but the system is not ill for the sake of one row.
_LONGEST_REST = 300


def let_rest(push: OutboundPush) -> None:
    """Leave the system of a push that failed alone for as long as the push waits, but for minutes at most."""
    seconds = settings.OUTBOX_FIRST_WAIT * 2 ** (push.attempts - 1)
    cache.set(_key(push), True, min(seconds, _LONGEST_REST))


def is_resting(push: OutboundPush) -> bool:
    return bool(cache.get(_key(push)))


def wake(push: OutboundPush) -> None:
    """Have the system asked again, since somebody says that it is well."""
    cache.delete(_key(push))


def _key(push: OutboundPush) -> str:
    return f"publisher.resting.{push.partner_id}.{push.system}"
