"""Build every search index anew and search the new ones from then on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from course_discovery.apps.search import indexes
from course_discovery.apps.search.errors import ChangeLimitExceeded, RebuildOvertaken
from course_discovery.apps.search.management.progress import Bars
from course_discovery.apps.search.management.selection import add_options, check_backends, documents_of_models
from course_discovery.apps.search.services.rebuild import rebuild_indexes


class Command(BaseCommand):
    help = "Build the search indexes anew beside the ones in use, check them, and put them in their place."

    def add_arguments(self, parser: CommandParser) -> None:
        add_options(parser)
        parser.add_argument(
            "--disable-change-limit",
            action="store_true",
            help="Accept a new index however much its number of documents differs from before.",
        )

    def handle(
        self, *args: Any, models: list[str] | None, using: list[str], disable_change_limit: bool, **options: Any
    ) -> None:
        check_backends(using)
        documents = documents_of_models(models)
        for document in documents:
            if indexes.is_outdated(document):
                self.stdout.write(f"The index of '{document._index._name}' was made for another mapping.")
        with Bars(self.stdout, "Creating index '{name}'") as bars:
            try:
                builds = rebuild_indexes(
                    documents, check_change_limit=not disable_change_limit, on_progress=bars.advance
                )
            except (ChangeLimitExceeded, RebuildOvertaken) as error:
                raise CommandError(str(error)) from error
        for build in builds:
            self.stdout.write(
                f"Indexed {build.count} '{build.document.django.model.__name__}' objects into '{build.physical}'"
            )
