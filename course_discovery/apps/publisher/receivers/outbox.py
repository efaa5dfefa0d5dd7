"""The outbox is emptied as soon as what filled it is committed."""

import logging
from typing import Any

from django.db import transaction

from course_discovery.apps.publisher.signals import outbox_filled
from course_discovery.apps.publisher.tasks import deliver_outbox_task

logger = logging.getLogger(__name__)


def connect() -> None:
    outbox_filled.connect(_on_filled, dispatch_uid="publisher.outbox")


def _on_filled(**_: Any) -> None:
    transaction.on_commit(_deliver)


def _deliver() -> None:
    try:
        deliver_outbox_task.delay()
    except Exception:  # the change is committed, whatever the broker says; the clock will send it
        logger.exception("Cannot have the outbox emptied at once")
