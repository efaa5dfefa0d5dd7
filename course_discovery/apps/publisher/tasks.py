"""Telling outside systems what the outbox holds, after each commit and by the clock (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from course_discovery.apps.publisher.services.delivery import deliver_due


@shared_task(ignore_result=True)
def deliver_outbox_task() -> None:
    """Send the pushes that are due; `manage.py deliver_outbox`."""
    deliver_due()
