"""What other systems have not heard yet."""

from datetime import datetime

from django.db.models import Q, QuerySet

from course_discovery.apps.core.models import Partner
from course_discovery.apps.publisher.choices import OutboundSystem, PushStatus
from course_discovery.apps.publisher.models import OutboundPush


def unheard(partner: Partner, system: OutboundSystem, since: datetime) -> QuerySet[OutboundPush]:
    """Return the pushes that the system has not heard, or only after `since`.

    What it said at that time of the rows they concern is older than what is known here. Pushes that were given up are
    not among them: then the system keeps what it has.
    """
    waiting = Q(status__in=(PushStatus.Pending, PushStatus.Running))
    heard_since = Q(status=PushStatus.Delivered, finished__gte=since)
    return OutboundPush.objects.filter(waiting | heard_since, partner=partner, system=system)
