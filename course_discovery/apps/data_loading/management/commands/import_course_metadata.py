"""Load the external courses of a product source."""

from argparse import ArgumentParser
from typing import Any

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.constants import BOOTCAMP_TYPE, EXECUTIVE_EDUCATION_TYPE
from course_discovery.apps.data_loading.loaders.external_course_messages import ERROR_CODES
from course_discovery.apps.data_loading.management.ingestion_command import IngestionCommand
from course_discovery.apps.data_loading.models import CSVDataLoaderConfiguration
from course_discovery.apps.data_loading.pipelines import COURSES


class Command(IngestionCommand):
    help = "Load the external courses of a product source from a CSV file or the sheet that is configured for it."
    pipeline = COURSES
    configuration = CSVDataLoaderConfiguration
    product_types = {"EXECUTIVE_EDUCATION": EXECUTIVE_EDUCATION_TYPE, "BOOTCAMPS": BOOTCAMP_TYPE}
    sheet_option = "use_gspread_client"
    error_codes = ERROR_CODES
    loaded = ("Course UUIDs:", "courses")
    attaches_rows = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--allow-large-deletes",
            action="store_true",
            help="Archive the products that are not listed any more even if they are a large share of what there is.",
        )

    def loader_options(self, partner: Partner, options: dict[str, Any]) -> dict[str, Any]:
        return super().loader_options(partner, options) | {
            "product_type": self.product_types[options["product_type"]],
            "allow_large_deletes": options["allow_large_deletes"],
        }
