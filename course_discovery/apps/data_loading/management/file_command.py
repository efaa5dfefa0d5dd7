"""What the commands that load a table have in common: which file, for whom, and what is told of it."""

import logging
from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.management.progress import console_on, print_runs, progress_for
from course_discovery.apps.data_loading.models import FileConfiguration, SourceRun
from course_discovery.apps.data_loading.models.refresh_run import RunStatus
from course_discovery.apps.data_loading.pipelines import FilePipeline
from course_discovery.apps.data_loading.services.file_load import load_table
from course_discovery.apps.data_loading.services.lease import AlreadyRefreshing
from course_discovery.apps.data_loading.sources.table import Table, UnreadableTable

logger = logging.getLogger(__name__)

DEFAULT_PARTNER = "edx"


def yes(text: str) -> bool:
    """Read an option that says yes or no, for `add_argument(type=yes)`: anything is yes but what means no."""
    return text.strip().lower() not in ("", "0", "false", "no", "n", "off", "none")


class FileCommand(BaseCommand):
    """Loads one table for one partner.

    The table is the file at --csv_path, else that of the newest row of `configuration` if it is enabled. Rows that
    cannot be loaded are reported and fail nothing; what keeps the table from being loaded is a CommandError.
    """

    pipeline: ClassVar[FilePipeline]
    # How messages call the load, such as "Geolocation CSV loader".
    title: ClassVar[str]
    configuration: ClassVar[type[FileConfiguration] | None] = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_partner_argument(parser)
        parser.add_argument("--csv_path", help=self._csv_path_help())

    def add_partner_argument(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--partner_code", default=DEFAULT_PARTNER, help="The short code of the partner; %(default)s without it."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        partner = self.partner(options.get("partner_code") or DEFAULT_PARTNER)
        loader_options = self.loader_options(partner, options)
        logger.info("Starting %s import flow for partner %s", self.title, partner.short_code)
        console = console_on(self.stdout)
        try:
            table = self.table(options)
            with progress_for(console) as progress:
                run = load_table(partner, self.pipeline, table, progress, **loader_options)
        except (UnreadableTable, AlreadyRefreshing) as error:
            raise CommandError(self.failure(str(error))) from error
        except Exception as error:
            logger.exception("%s import failed", self.title)
            raise CommandError(self.failure(f"{type(error).__name__}: {error}")) from error
        print_runs([run.refresh_run], console)
        if run.status != RunStatus.Completed:
            raise CommandError(self.failure(run.error))
        self.report(run, table, options)
        logger.info("%s import flow completed.", self.title)

    def partner(self, code: str) -> Partner:
        partner = Partner.objects.filter(short_code=code).first()
        if partner is None:
            raise CommandError(f"Unable to locate partner with code {code}")
        return partner

    def loader_options(self, partner: Partner, options: dict[str, Any]) -> dict[str, Any]:
        """Return what the pipeline's source and loader take besides. Raises CommandError for what does not exist."""
        return {}

    def table(self, options: dict[str, Any]) -> Table:
        """Return the table to load. Raises UnreadableTable."""
        if options.get("csv_path"):
            return Table.from_csv_file(options["csv_path"])
        return self.configured_table()

    def configured_table(self) -> Table:
        """Return the table of the newest configuration row. Raises UnreadableTable."""
        if self.configuration is None:
            raise UnreadableTable("There is nothing to load: give the file with --csv_path.")
        row = self.configuration.current()
        if not row.enabled:
            raise UnreadableTable(f"Configuration object is not enabled: {self.configuration.__name__}")
        name = row.csv_file.name
        if not name:
            raise UnreadableTable(f"Configuration object does not have any input csv: {self.configuration.__name__}")
        try:
            with row.csv_file.open("rb") as file:
                return Table.from_csv(file.read(), name)
        except OSError as error:
            raise UnreadableTable(f"Error opening CSV file at path: {name}: {error}") from error

    def failure(self, reason: str) -> str:
        """Return what is said when the table could not be loaded."""
        return f"{self.title} import could not be completed due to unexpected errors.\n{reason}"

    def report(self, run: SourceRun, table: Table, options: dict[str, Any]) -> None:
        """Tell what came of the rows, beyond the counts that are printed for every load."""
        return

    def _csv_path_help(self) -> str:
        if self.configuration is None:
            return "The CSV file to load."
        return f"The CSV file to load; without it that of the newest {self.configuration.__name__}, if enabled."
