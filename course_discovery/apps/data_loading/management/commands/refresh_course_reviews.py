"""Load from the data warehouse what learners said of courses."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from course_discovery.apps.data_loading.management.warehouse_command import WarehouseCommand
from course_discovery.apps.data_loading.pipelines import COURSE_REVIEWS


class Command(WarehouseCommand):
    help = "Create and update course reviews by what the query of the setting SNOWFLAKE_COURSE_REVIEWS_QUERY tells."
    pipeline = COURSE_REVIEWS
    query_setting = "SNOWFLAKE_COURSE_REVIEWS_QUERY"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Tell what would change, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        if self.load(is_dry_run=options["dry_run"]).failed:
            raise CommandError(
                "One or more course reviews were not successfully created or updated. Please check above logs for more "
                "details."
            )
