"""Having the e-commerce service and the LMS told what official runs offer."""

import logging
from collections.abc import Iterable

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.publisher.choices import OutboundSystem
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.outbox import enqueue

logger = logging.getLogger(__name__)


def push_offer(official: CourseRun) -> None:
    """Have the shop told what the run and its course sell, and the LMS of tracks of the run that nobody buys."""
    partner = official.course.partner
    push_products(partner, [official.key])
    if not partner.lms_coursemode_api_url:
        logger.info("No LMS coursemode api url configured. Cannot publish LMS tracks for [%s].", official.key)
    elif official.type and official.type.tracks.filter(seat_type=None).exists():
        enqueue([OutboundPush(partner=partner, system=OutboundSystem.Lms, what="modes", key=official.key)])


def push_products(partner: Partner, run_keys: Iterable[str]) -> None:
    """Have the shop told what these official runs of the partner sell, if the partner has one."""
    if partner.ecommerce_api_url:
        enqueue(
            OutboundPush(partner=partner, system=OutboundSystem.Ecommerce, what="products", key=key) for key in run_keys
        )
