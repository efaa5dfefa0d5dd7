"""What the commands that load tables about products tell when they are done."""

import logging
from typing import Any

from course_discovery.apps.data_loading.management.file_command import FileCommand
from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.sources.table import Table

logger = logging.getLogger(__name__)


class ProductFileCommand(FileCommand):
    """Logs which courses and programs it has changed, and which rows were skipped and why."""

    def report(self, run: SourceRun, table: Table, options: dict[str, Any]) -> None:
        skipped = list(run.row_failures.values_list("message", flat=True))
        for heading, items in (
            ("Skipped items:", skipped),
            ("Successfully updated courses: ", run.results.get("courses", [])),
            ("Successfully updated programs: ", run.results.get("programs", [])),
        ):
            if items:
                logger.info("\n".join([heading, *items]))
