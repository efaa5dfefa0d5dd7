"""Load the products of GetSmarter."""

import logging
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Load the executive-education products of GetSmarter through its API gateway."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--product_source", required=True, help="The slug of the product source.")
        parser.add_argument(
            "--allow-large-deletes",
            action="store_true",
            help="Archive the products that GetSmarter has no more even if they are a large share of what there is.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source = options["product_source"]
        with TemporaryDirectory(prefix="getsmarter-") as folder:
            path = str(Path(folder) / "executive_education.csv")
            try:
                logger.info("Populating executive education data CSV file at path: %s", path)
                call_command(
                    "populate_executive_education_data_csv",
                    output_csv=path,
                    use_getsmarter_api_client=True,
                    product_source=source,
                )
                logger.info("Ingesting executive education data from CSV file at path: %s", path)
                call_command(
                    "import_course_metadata",
                    csv_path=path,
                    product_type="EXECUTIVE_EDUCATION",
                    product_source=source,
                    allow_large_deletes=options["allow_large_deletes"],
                    stdout=self.stdout,
                )
            except Exception as error:
                raise CommandError(
                    f"Error while ingesting executive education data from CSV file at: {path} with exception: {error}"
                ) from error
