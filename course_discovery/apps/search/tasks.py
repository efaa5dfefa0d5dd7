"""Work on the index that need not keep the writer waiting."""

from typing import Any

from celery import shared_task
from django.apps import apps

from course_discovery.apps.search.services.indexing import refresh_changed


@shared_task(ignore_result=True)
def refresh_changed_task(changed: dict[str, list[Any]], course_ids: list[int], gone_run_ids: list[int]) -> None:
    """Bring the index up to date: `changed` maps model labels (`course_metadata.seat`) to primary keys."""
    models = {apps.get_model(label): pks for label, pks in changed.items()}
    refresh_changed(models, course_ids, gone_run_ids)
