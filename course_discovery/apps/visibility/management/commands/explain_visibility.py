"""Say where a course, a course run or a program appears, and why."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.visibility.rules.verdict import Place
from course_discovery.apps.visibility.selectors.explanations import (
    CATALOGS_SHOWN,
    CatalogChoice,
    Explanation,
    explain,
)
from course_discovery.apps.visibility.selectors.subjects import subject_named

OUTCOMES = {True: "yes", False: "NO", None: "?"}
# Of a pipe nobody knows the width; a reason must not be cut.
WIDTH_OF_FILES = 160


class Command(BaseCommand):
    help = (
        "Say of a course, a course run or a program, by key or UUID, where it is shown and where it is not, with every "
        "rule that decides."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", metavar="KEY", help="Key or UUID of a course or course run, UUID of a program.")
        parser.add_argument("--partner", metavar="CODE", help="Whose catalogue is asked; its own partner's by default.")
        parser.add_argument(
            "--catalogs", type=int, default=CATALOGS_SHOWN, metavar="N", help="How many catalogs to look at, by id."
        )
        parser.add_argument("--catalogs-from", type=int, default=0, metavar="N", help="How many of them to leave out.")
        parser.add_argument("--against", action="store_true", help="Show only what is against it, and warnings.")

    def handle(self, *args: Any, key: str, partner: str | None, against: bool, **options: Any) -> None:
        if min(options["catalogs"], options["catalogs_from"]) < 0:
            raise CommandError("Numbers of catalogs are not negative.")
        asked = self._partner(partner) if partner else None
        found = subject_named(key, asked)
        if found is None:
            raise CommandError(
                f"No course and no course run has the key or UUID “{key}”, and no program has that UUID; "
                "drafts were looked at too."
            )
        row = found.shown
        own = row.course.partner if isinstance(row, CourseRun) else row.partner
        choice = CatalogChoice(Catalog.objects.all(), options["catalogs"], options["catalogs_from"])
        self._write(explain(found, asked or own, choice), against)

    def _partner(self, code: str) -> Partner:
        partner = Partner.objects.filter(short_code__iexact=code).first()
        if partner is None:
            codes = ", ".join(Partner.objects.order_by("short_code").values_list("short_code", flat=True))
            raise CommandError(f"No partner has the short code “{code}”. There are: {codes}.")
        return partner

    def _write(self, explanation: Explanation, against: bool) -> None:
        output: Any = self.stdout
        console = Console(file=output, width=None if output.isatty() else WIDTH_OF_FILES, highlight=False)
        named = explanation.key or explanation.uuid
        console.print(f"{explanation.kind} {named}: {escape(explanation.title or '')}", markup=True)
        console.print(f"as seen in the catalogue of partner {explanation.asked}")
        table = Table("place", "shown", "rule", "ok", "value", "reason")
        for heading, place in _places(explanation):
            self._add(table, heading, place, against)
        console.print(table)
        others = explanation.catalogs_count - len(explanation.catalogs)
        if others:
            console.print(f"{others} other catalogs were not looked at: see --catalogs and --catalogs-from.")

    def _add(self, table: Table, heading: str, place: Place, against: bool) -> None:
        first, shown = heading, OUTCOMES[place.shown]
        verdicts = place.to_see_to if against else place.verdicts
        if not verdicts:
            table.add_row(escape(first), shown, end_section=True)
        for verdict in verdicts:
            value = "-" if verdict.value is None else str(verdict.value)
            outcome = "yes (!)" if verdict.warning else OUTCOMES[verdict.shown]
            texts = (verdict.rule, outcome, value, verdict.reason)
            table.add_row(escape(first), shown, *map(escape, texts), end_section=verdict is verdicts[-1])
            first, shown = "", ""


def _places(explanation: Explanation) -> Iterator[tuple[str, Place]]:
    for place in explanation.places:
        yield f"{place.name}\n{place.address}", place
    for program in explanation.programs:
        for place in program.places:
            yield f"program {program.title}\n{program.uuid}", place
    for catalog in explanation.catalogs:
        for place in catalog.places:
            yield f"catalog {catalog.id} {catalog.name}: {place.name}", place
