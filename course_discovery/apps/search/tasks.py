"""Work on the index that need not keep the writer waiting, and work that the clock starts (CELERY_BEAT_SCHEDULE)."""

from typing import Any

from celery import shared_task
from django.apps import apps

from course_discovery.apps.search.documents import DOCUMENTS
from course_discovery.apps.search.services.clock import refresh_aged
from course_discovery.apps.search.services.indexing import refresh_changed
from course_discovery.apps.search.services.rebuild import rebuild_indexes
from course_discovery.apps.search.services.verification import verify_indexes


@shared_task(ignore_result=True)
def refresh_changed_task(changed: dict[str, list[Any]], rows: dict[str, list[int]]) -> None:
    """Bring the index up to date: `changed` maps model labels (`course_metadata.seat`) to primary keys.

    `rows` maps document types to primary keys of rows whose documents showed something that is gone.
    """
    models = {apps.get_model(label): pks for label, pks in changed.items()}
    refresh_changed(models, rows)


@shared_task(ignore_result=True)
def refresh_aged_task() -> None:
    """Index what has changed with time alone; `manage.py refresh_aged_documents`."""
    refresh_aged()


@shared_task(ignore_result=True)
def verify_indexes_task(repair: bool = True) -> None:
    """Compare the index with the database, and mend it; `manage.py verify_index --repair`."""
    verify_indexes(repair=repair)


@shared_task(ignore_result=True)
def rebuild_indexes_task(check_change_limit: bool = True) -> None:
    """Build all indexes anew; `manage.py update_index`."""
    rebuild_indexes(DOCUMENTS.values(), check_change_limit=check_change_limit)
