"""Load which programs can be subscribed to, and for how much."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from course_discovery.apps.data_loading.management.file_command import yes
from course_discovery.apps.data_loading.management.product_command import ProductFileCommand
from course_discovery.apps.data_loading.models import ProgramSubscriptionConfiguration
from course_discovery.apps.data_loading.pipelines import PROGRAM_SUBSCRIPTION
from course_discovery.apps.data_loading.sources.sheet import sheet_table
from course_discovery.apps.data_loading.sources.table import Table


class Command(ProductFileCommand):
    help = (
        "Load which programs can be subscribed to from a table with the columns uuid, subscription_eligible (TRUE or "
        "FALSE), subscription_price and currency."
    )
    pipeline = PROGRAM_SUBSCRIPTION
    title = "Program subscription CSV loader"
    configuration = ProgramSubscriptionConfiguration

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--args_from_env",
            type=yes,
            default=False,
            help="Read the Google sheet of the setting SUBSCRIPTION_METADATA_MAPPING instead of a file.",
        )

    def table(self, options: dict[str, Any]) -> Table:
        return (
            sheet_table(settings.SUBSCRIPTION_METADATA_MAPPING) if options["args_from_env"] else super().table(options)
        )

    def failure(self, reason: str) -> str:
        return f"Error reading the input data source\n{reason}"
