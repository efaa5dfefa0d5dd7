"""Work on the index that need not keep the writer waiting."""

from celery import shared_task

from course_discovery.apps.search.services.indexing import refresh_courses


@shared_task(ignore_result=True)
def refresh_courses_task(course_ids: list[int], gone_run_ids: list[int]) -> None:
    """Index these courses and their runs as they are now."""
    refresh_courses(course_ids, gone_run_ids)
