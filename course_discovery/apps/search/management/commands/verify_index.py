"""Compare the search indexes with the database, document by document."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from course_discovery.apps.search.document_states import AGED, EXTRA, MISSING, STALE
from course_discovery.apps.search.management.progress import Bars
from course_discovery.apps.search.services.verification import verify_indexes

MEANINGS = {
    MISSING: "missing from the index",
    STALE: "stale: the database says something else",
    AGED: "aged: differ only in what follows from the time",
    EXTRA: "extra: in the index, but not to be found",
}


class Command(BaseCommand):
    help = (
        "Compare every document with what the database would index now. Says what is missing, stale, aged or extra "
        "and keeps the result for admin and /health/ready/. Ends with status 1 when there is drift that was not mended."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Mend what differs.")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        with Bars(self.stdout, "Comparing '{name}'") as bars:
            verification = verify_indexes(repair=repair, on_progress=bars.advance)
        for alias, found in verification.found.items():
            self.stdout.write(f"{alias}: {found['documents']} documents")
            for kind, meaning in MEANINGS.items():
                if found[kind]:
                    some = ", ".join(found["examples"][kind])
                    more = ", ..." if found[kind] > len(found["examples"][kind]) else ""
                    self.stdout.write(f"  {found[kind]} {meaning}: {some}{more}")
        if not verification.drift:
            self.stdout.write("The index agrees with the database.")
        elif repair:
            self.stdout.write(f"Mended {verification.drift} documents.")
        else:
            raise CommandError(f"{verification.drift} documents differ; --repair mends them.")
