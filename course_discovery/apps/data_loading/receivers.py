"""Uploaded files of changes are done by a job as soon as they are stored, and events of the event bus as well."""

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from openedx_events.content_authoring.signals import COURSE_CATALOG_INFO_CHANGED
from openedx_events.data import EventsMetadata

from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.course_metadata.signals import bulk_operation_created
from course_discovery.apps.data_loading.rules.event_times import age_in_seconds
from course_discovery.apps.data_loading.services.course_run_event import store_event
from course_discovery.apps.data_loading.sources.course_run_events import event_row
from course_discovery.apps.data_loading.tasks import apply_event_later, process_bulk_operation_task

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen to the catalogue and to the event bus; called once when Django starts."""
    bulk_operation_created.connect(_on_bulk_operation_created, dispatch_uid="data_loading")
    COURSE_CATALOG_INFO_CHANGED.connect(_on_catalog_info_changed, dispatch_uid="data_loading")


def _on_bulk_operation_created(instance: BulkOperationTask, **_: Any) -> None:
    # It is sent after the commit. A queue that is out of reach is the sender's to tell.
    process_bulk_operation_task.apply_async((instance.pk,), task_id=instance.task_id)


def _on_catalog_info_changed(catalog_info: Any = None, metadata: EventsMetadata | None = None, **_: Any) -> None:
    row = event_row(catalog_info)
    if row is None:
        logger.error("Received null or incorrect data from COURSE_CATALOG_INFO_CHANGED.")
        return
    now = timezone.now()
    time = metadata.time if metadata else now
    if not store_event(row, time):
        return
    countdown = 0
    if metadata and age_in_seconds(time, now) < settings.EVENT_BUS_MESSAGE_DELAY_THRESHOLD_SECONDS:
        logger.debug(
            "COURSE_CATALOG_INFO_CHANGED event received within the delay applicable window for course run %s.",
            row["id"],
        )
        countdown = settings.EVENT_BUS_PROCESSING_DELAY_SECONDS
    transaction.on_commit(partial(apply_event_later, row["id"], countdown))
