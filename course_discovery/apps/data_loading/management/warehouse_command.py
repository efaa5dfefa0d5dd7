"""What the commands that load answers of the data warehouse have in common."""

import logging
from contextlib import ExitStack
from typing import ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.management.progress import console_on, print_runs, progress_for
from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.models.refresh_run import RunStatus
from course_discovery.apps.data_loading.pipelines import FilePipeline
from course_discovery.apps.data_loading.services.file_load import load_table
from course_discovery.apps.data_loading.sources.warehouse import warehouse_table

logger = logging.getLogger(__name__)


class WarehouseCommand(BaseCommand):
    """Loads the answer of the query that a setting holds.

    The record of the load belongs to the default partner, else the first; the rows may be anybody's.
    """

    pipeline: ClassVar[FilePipeline]
    query_setting: ClassVar[str]

    def load(self, is_dry_run: bool) -> SourceRun:
        """Load and return the record of it; a dry run leaves neither rows nor a record. Raises CommandError."""
        sql = getattr(settings, self.query_setting)
        if not sql:
            raise CommandError(f"The setting {self.query_setting} is empty: there is nothing to ask the warehouse.")
        partners = Partner.objects.order_by("pk")
        partner = partners.filter(pk=settings.DEFAULT_PARTNER_ID).first() or partners.first()
        if partner is None:
            raise CommandError("No partners available!")
        console = console_on(self.stdout)
        logger.info("Loading %s%s", self.query_setting, " as a dry run: nothing is kept" if is_dry_run else "")
        try:
            table = warehouse_table(sql, f"Snowflake, {self.query_setting}")
            with ExitStack() as stack:
                if is_dry_run:
                    stack.enter_context(transaction.atomic())
                with progress_for(console) as progress:
                    run = load_table(partner, self.pipeline, table, progress)
                print_runs([run.refresh_run], console)
                if is_dry_run:
                    transaction.set_rollback(True)
        except Exception as error:
            raise CommandError(f"{self.query_setting} could not be loaded: {error}") from error
        if run.status != RunStatus.Completed:
            raise CommandError(f"{self.query_setting} could not be loaded: {run.error}")
        return run
