"""Bring up to date what the index shows of the time, such as availability."""

from typing import Any

from django.core.management.base import BaseCommand

from course_discovery.apps.search.services.clock import refresh_aged


class Command(BaseCommand):
    help = (
        "Index the courses and runs with a date that has passed since the last call. Run it every few minutes where no "
        "Celery beat does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Refreshed {refresh_aged()} courses.")
