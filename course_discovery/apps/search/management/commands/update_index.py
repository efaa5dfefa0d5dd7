"""Build every search index anew and search the new ones from then on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from course_discovery.apps.search.documents import DOCUMENTS, CatalogueDocument
from course_discovery.apps.search.errors import ChangeLimitExceeded
from course_discovery.apps.search.services.rebuild import rebuild_indexes


class Command(BaseCommand):
    help = "Build the search indexes anew beside the ones in use, check them, and put them in their place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--models",
            nargs="*",
            metavar="app[.model]",
            help="Only these applications or models; all of them when left out.",
        )
        parser.add_argument(
            "--disable-change-limit",
            action="store_true",
            help="Accept a new index however much its number of documents differs from before.",
        )

    def handle(self, *args: Any, models: list[str] | None, disable_change_limit: bool, **options: Any) -> None:
        documents = _documents_of(models)
        with _Bars(self.stdout) as bars:
            try:
                builds = rebuild_indexes(
                    documents, check_change_limit=not disable_change_limit, on_progress=bars.advance
                )
            except ChangeLimitExceeded as error:
                raise CommandError(str(error)) from error
        for build in builds:
            self.stdout.write(
                f"Indexed {build.count} '{build.document.django.model.__name__}' objects into '{build.physical}'"
            )


def _documents_of(names: list[str] | None) -> list[type[CatalogueDocument]]:
    documents = list(DOCUMENTS.values())
    if not names:
        return documents
    chosen: list[type[CatalogueDocument]] = []
    for name in names:
        matching = [
            document
            for document in documents
            if name.lower() in (document.django.model._meta.app_label, document.django.model._meta.label_lower)
        ]
        if not matching:
            raise CommandError(f"No model or app named {name}")
        chosen.extend(document for document in matching if document not in chosen)
    return chosen


class _Bars:
    """A progress bar for each index, on a terminal only."""

    def __init__(self, output: Any) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(file=output), disable=not output.isatty())
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "_Bars":
        self._progress.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._progress.__exit__(*error)

    def advance(self, physical: str, done: int, total: int) -> None:
        if physical not in self._tasks:
            self._tasks[physical] = self._progress.add_task(f"Creating index '{physical}'", total=total)
        self._progress.update(self._tasks[physical], completed=done)
