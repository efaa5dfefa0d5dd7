from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from course_discovery.apps.api.comparison.report import compare, lines


class Command(BaseCommand):
    help = (
        "Compare two folders that export_catalogue wrote: every value, except that times of writing, numeric ids and "
        "uuids of seeded rows are compared by form. LEFT is the reference and may hold a part of the objects. Ends "
        "with status 1 if something differs without a known reason."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("left", type=Path, metavar="LEFT")
        parser.add_argument("right", type=Path, metavar="RIGHT")
        parser.add_argument(
            "--whole", action="store_true", help="Both folders are whole: an object only in RIGHT is a difference too."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        unexplained = 0
        try:
            for report in compare(options["left"], options["right"]):
                for line in lines(report):
                    self.stdout.write(line)
                unexplained += report.unexplained(whole=options["whole"])
        except FileNotFoundError as error:
            raise CommandError(f"{error.filename} is missing.") from error
        if unexplained:
            raise CommandError(f"{unexplained} unexplained differences.", returncode=1)
        self.stdout.write("No unexplained differences.")
