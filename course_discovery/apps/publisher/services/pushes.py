"""Every push to an outside system on one page: which function sends what."""

from collections.abc import Callable

from course_discovery.apps.publisher.models import OutboundPush

# A sender reads the catalogue as it is now, tells the system, stores what that answers in a transaction of its own, and
# returns what came of it in words. It may be called again for a push that was sent: sending twice does no harm. It
# raises PlatformError.
Sender = Callable[[OutboundPush], str]

SENDERS: dict[tuple[str, str], Sender] = {}
