"""What the commands that load the products of a product source have in common."""

import logging
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import CommandError

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Source
from course_discovery.apps.data_loading.management.file_command import FileCommand, yes
from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.services.report import mail_ingestion_report
from course_discovery.apps.data_loading.sources.sheet import sheet_table
from course_discovery.apps.data_loading.sources.table import Table

logger = logging.getLogger(__name__)


class IngestionCommand(FileCommand):
    """Takes the table from a sheet as well, repeats all errors at the end and mails what came of the rows."""

    title = "CSV loader"
    # What products are called on the command line, and in PRODUCT_METADATA_MAPPING.
    product_types: ClassVar[Mapping[str, str]]
    # The option by which the sheet of PRODUCT_METADATA_MAPPING is read.
    sheet_option: ClassVar[str]
    # The order in which errors are repeated.
    error_codes: ClassVar[Sequence[str]]
    # The heading of the list of what was loaded, and the results that hold it as pairs of uuid and name.
    loaded: ClassVar[tuple[str, str]]
    # Do the rows of a file go with the report?
    attaches_rows: ClassVar[bool] = False

    product_source: Source

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        names = list(self.product_types)
        only = names[0] if len(names) == 1 else None
        parser.add_argument(
            "--product_type", choices=names, required=only is None, default=only, help="The kind of product."
        )
        parser.add_argument("--product_source", required=True, help="The slug of the product source.")
        parser.add_argument(
            f"--{self.sheet_option}",
            type=yes,
            default=False,
            help="Read the Google sheet of the setting PRODUCT_METADATA_MAPPING instead of a file.",
        )

    def loader_options(self, partner: Partner, options: dict[str, Any]) -> dict[str, Any]:
        slug = options["product_source"]
        source = Source.objects.filter(slug=slug).first()
        if source is None:
            raise CommandError(f"Unable to locate Product Source with code {slug}")
        self.product_source = source
        return {"product_source": source}

    def table(self, options: dict[str, Any]) -> Table:
        return sheet_table(self._mapping(options)) if options[self.sheet_option] else super().table(options)

    def report(self, run: SourceRun, table: Table, options: dict[str, Any]) -> None:
        self._repeat_errors(run)
        heading, results = self.loaded
        logger.info("\n".join([heading, *(f"{uuid}:{name}" for uuid, name in run.results.get(results, []))]))
        recipients = self._mapping(options).get("EMAIL_NOTIFICATION_LIST")
        if not recipients:
            logger.info("PRODUCT_METADATA_MAPPING names nobody to mail the report to")
            return
        product_type = options["product_type"]
        logger.info("Sending Ingestion stats email for product type %s", product_type)
        rows = table.as_dicts() if self.attaches_rows and options.get("csv_path") else None
        mail_ingestion_report(run, product_type, self.product_source.name, recipients, rows)

    def _repeat_errors(self, run: SourceRun) -> None:
        places = {code: place for place, code in enumerate(self.error_codes)}
        failures = sorted(
            run.row_failures.filter(skipped=False), key=lambda failure: places.get(failure.code, len(places))
        )
        if failures:
            logger.info("\n".join(["Summarized errors:", *(failure.message for failure in failures)]))
        else:
            logger.info("No errors reported in the ingestion")

    def _mapping(self, options: dict[str, Any]) -> dict[str, Any]:
        """What is configured for the products of this type and source."""
        by_source = settings.PRODUCT_METADATA_MAPPING.get(self.product_types[options["product_type"]], {})
        return by_source.get(options["product_source"], {})
