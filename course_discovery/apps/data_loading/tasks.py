"""What is loaded in the background: refreshes that people start by a button, files that they upload, events.

A refresh never keeps a web request waiting, nor an event the consumer of the event bus.
"""

import logging
import subprocess
import sys
import threading
from functools import partial
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError, transaction
from kombu.exceptions import OperationalError as QueueError

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.selectors.leases import live_lease
from course_discovery.apps.data_loading.services.bulk_operation import process_bulk_operation
from course_discovery.apps.data_loading.services.course_run_event import apply_event
from course_discovery.apps.data_loading.services.lease import AlreadyRefreshing

logger = logging.getLogger(__name__)

COMMAND = "refresh_course_metadata"
# A large LMS at 40 requests a minute, or a file of thousands of pictures, takes longer than tasks may as a rule.
LONGEST_SECONDS = 24 * 60 * 60


def start_refresh(partner: Partner, stage: int = 0, allow_large_deletes: bool = False) -> None:
    """Have the partner refreshed as soon as the transaction is through. `stage`: the one stage to do, 0 all.

    Raises AlreadyRefreshing when somebody is at it. Who comes first of two that start at once is settled by the
    refresh itself, which takes the lease.
    """
    lease = live_lease(partner)
    if lease:
        raise AlreadyRefreshing(
            f"Partner {partner.short_code} is already being refreshed by {lease.holder} since "
            f"{lease.taken_at:%Y-%m-%d %H:%M:%S} UTC; it was last heard of at {lease.renewed_at:%H:%M:%S}."
        )
    transaction.on_commit(partial(_start, partner.short_code, stage, allow_large_deletes))


@shared_task(ignore_result=True, time_limit=LONGEST_SECONDS)
def refresh_partner_task(partner_code: str, stage: int, allow_large_deletes: bool) -> None:
    """Refresh as crontabs do: with the same end, the same report, the same record."""
    try:
        call_command(*_command(partner_code, stage, allow_large_deletes))
    except CommandError as error:
        logger.error("The refresh of %s that was asked for in admin: %s", partner_code, error)


# Operators know the task by this name, which its results are stored under.
@shared_task(
    name="course_discovery.apps.course_metadata.tasks.process_bulk_operation",
    ignore_result=False,
    time_limit=LONGEST_SECONDS,
)
def process_bulk_operation_task(bulk_operation_task_id: int) -> dict[str, Any] | None:
    """Do what an uploaded file of changes asks for; the result is the summary that the BulkOperationTask has too."""
    return process_bulk_operation(bulk_operation_task_id)


# A database that is away for a while comes back; the task may also come twice.
@shared_task(
    ignore_result=True,
    acks_late=True,
    autoretry_for=(OperationalError, InterfaceError),
    max_retries=6,
    retry_backoff=5,
    retry_backoff_max=600,
)
def apply_course_run_event_task(key: str) -> None:
    """Apply the stored event of a run."""
    apply_event(key)


def apply_event_later(key: str, countdown: int) -> None:
    """Have the stored event of a run applied in so many seconds, or at once where there is no worker to wait."""
    try:
        apply_course_run_event_task.apply_async((key,), countdown=countdown)
    except QueueError as error:
        logger.warning("The event about %s is applied at once, as the queue is out of reach: %s", key, error)
        apply_event(key)


def _start(partner_code: str, stage: int, allow_large_deletes: bool) -> None:
    if not settings.CELERY_TASK_ALWAYS_EAGER:
        refresh_partner_task.delay(partner_code, stage, allow_large_deletes)
        return
    # Without a worker an eager task would hold the request for minutes. A thread of the web server would die with it,
    # and in each of its restarts; a process of its own is what crontabs start.
    process = subprocess.Popen(
        [sys.executable, "-m", "django", *_command(partner_code, stage, allow_large_deletes)],
        cwd=settings.ROOT_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody has to take note of its end, or it stays as a zombie.
    threading.Thread(target=process.wait, daemon=True, name=f"refresh-{partner_code}").start()


def _command(partner_code: str, stage: int, allow_large_deletes: bool) -> list[str]:
    options = [f"--partner_code={partner_code}", f"--data_loader_stage={stage}"]
    return [COMMAND, *options, *(["--allow-large-deletes"] if allow_large_deletes else [])]
