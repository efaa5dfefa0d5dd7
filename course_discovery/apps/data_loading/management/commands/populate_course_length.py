"""Load from the data warehouse how long courses take."""

from argparse import ArgumentParser
from typing import Any

from course_discovery.apps.data_loading.management.warehouse_command import WarehouseCommand
from course_discovery.apps.data_loading.pipelines import COURSE_LENGTH


class Command(WarehouseCommand):
    help = (
        "Set the length of courses by the hours that learners need on average, which the query of the setting "
        "SNOWFLAKE_COURSE_LENGTH_QUERY tells."
    )
    pipeline = COURSE_LENGTH
    query_setting = "SNOWFLAKE_COURSE_LENGTH_QUERY"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-commit", action="store_true", help="Tell what would change, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.load(is_dry_run=options["no_commit"])
