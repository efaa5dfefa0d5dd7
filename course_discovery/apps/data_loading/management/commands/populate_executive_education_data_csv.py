"""Write the products of GetSmarter as a table that import_course_metadata loads."""

import csv
import json
import logging
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from course_discovery.apps.course_metadata.models import OrganizationMapping
from course_discovery.apps.data_loading.management.file_command import yes
from course_discovery.apps.data_loading.rules.executive_education import COLUMNS, cell, heading, rows_of
from course_discovery.apps.data_loading.sources.table import Table, UnreadableTable
from course_discovery.integrations.getsmarter import products_by_token, products_of_gateway

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Write the executive-education products of GetSmarter to a CSV file for import_course_metadata."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output_csv", required=True, help="The file to write.")
        parser.add_argument("--auth_token", help="A bearer token for PRODUCT_API_URL.")
        parser.add_argument(
            "--use_getsmarter_api_client",
            type=yes,
            default=False,
            help="Ask the API gateway, as GETSMARTER_CLIENT_CREDENTIALS say.",
        )
        parser.add_argument("--dev_input_json", help="A file with the products in place of an API.")
        parser.add_argument("--input_csv", help="A partly filled table; its column Title names the products.")
        parser.add_argument(
            "--product_source", default="edx", help="Whose names of organizations count; %(default)s without it."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = self._given(options["input_csv"])
        products = self._products(options)
        if not products:
            raise CommandError("Unexpected error occurred while fetching products")
        organizations: Mapping[str, str] | None = None
        if options["use_getsmarter_api_client"]:
            mappings = OrganizationMapping.objects.filter(source__slug=options["product_source"])
            organizations = dict(mappings.values_list("organization_external_key", "organization__key"))
        warnings: list[str] = []
        rows: list[dict[str, Any]] = []
        for product in products:
            name = product.get("name")
            cells: Mapping[str, Any] = {}
            if given is not None:
                matching = [line for line in given if str(line.get("title") or "").strip() == name]
                if len(matching) == 1:
                    cells = {column: value.strip() for column, value in matching[0].items()}
                else:
                    warnings.append(
                        f"[MISSING PRODUCT IN CSV] Unable to find product details for product {name} in CSV"
                    )
            organization = _organization(product, organizations, options["product_source"])
            result = rows_of(product, cells, organization, timezone.now().date())
            rows += result.rows
            warnings += result.warnings
            if result.rows:
                logger.info("Data population and transformation completed for CSV row title %s", name)
        self._write(options["output_csv"], rows)
        logger.info("Data Transformation has completed. Warnings raised during the transformation:")
        for warning in warnings:
            logger.warning(warning)

    def _given(self, path: str | None) -> list[dict[str, str]] | None:
        if not path:
            return None
        try:
            return Table.from_csv_file(path).as_dicts()
        except UnreadableTable as error:
            raise CommandError(f"Error opening csv file at path {path}") from error

    def _products(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        if path := options["dev_input_json"]:
            try:
                products = json.loads(Path(path).read_text(encoding="utf-8"))["products"]
                return [product for product in products if isinstance(product, dict)]
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise CommandError(f"{path} holds no JSON object with a list of products: {error}") from error
        if options["auth_token"]:
            return products_by_token(options["auth_token"])
        if options["use_getsmarter_api_client"]:
            return products_of_gateway()
        raise CommandError(
            "auth_token or dev_input_json or getsmarter_flag should be provided to perform data transformation."
        )

    def _write(self, path: str, rows: list[dict[str, Any]]) -> None:
        try:
            with Path(path).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
                writer.writerow([heading(column) for column in COLUMNS])
                writer.writerows([cell(row[column]) for column in COLUMNS] for row in rows)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error}") from error


def _organization(product: Mapping[str, Any], organizations: Mapping[str, str] | None, source: str) -> str:
    """Return what the catalogue calls the product's organization; blank where only the gateway would tell."""
    code = product.get("universityAbbreviation")
    if organizations is None or not code:
        return ""
    if code in organizations:
        logger.info(
            "Found corresponding internal organization against external org_code %s and product_source %s", code, source
        )
        return organizations[code]
    logger.warning("No internal organization found against external org_code %s and product_source %s", code, source)
    return str(code)
