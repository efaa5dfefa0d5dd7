"""Create, fill, delete or rebuild search indexes by hand. `update_index` is the way to do all at once, and safely."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from course_discovery.apps.search import indexes
from course_discovery.apps.search.documents import CatalogueDocument
from course_discovery.apps.search.management.progress import Bars
from course_discovery.apps.search.management.selection import add_options, check_backends, documents_of_models
from course_discovery.apps.search.services.rebuild import fill_index

NO_ACTION = "No action specified. Must be one of '--create','--populate', '--delete' or '--rebuild' ."


class Command(BaseCommand):
    help = "Create, fill, delete or rebuild search indexes in place. While one is rebuilt, it is not searched whole."

    def add_arguments(self, parser: CommandParser) -> None:
        add_options(parser)
        for action, text in (
            ("create", "Make new, empty indexes and search those."),
            ("populate", "Fill the indexes that are searched."),
            ("delete", "Delete the indexes that are searched."),
            ("rebuild", "Delete, create and fill."),
        ):
            parser.add_argument(f"--{action}", action="append_const", dest="actions", const=action, help=text)
        parser.add_argument("-f", action="store_true", dest="force", help="Delete without asking.")
        for option in ("--use-alias", "--use-alias-keep-index", "--disable-change-limit"):
            parser.add_argument(
                option, action="store_true", help="Accepted for the sake of older scripts; has no effect."
            )

    def handle(
        self,
        *args: Any,
        actions: list[str] | None,
        force: bool,
        models: list[str] | None,
        using: list[str],
        **options: Any,
    ) -> None:
        check_backends(using)
        if not actions:
            raise CommandError(NO_ACTION)
        documents = documents_of_models(models)
        for action in actions:
            deletes, creates, fills = (action in (one, "rebuild") for one in ("delete", "create", "populate"))
            if deletes and not self._delete(documents, force):
                return
            if creates:
                self._create(documents)
            if fills:
                self._populate(documents)

    def _create(self, documents: list[type[CatalogueDocument]]) -> None:
        for document in documents:
            alias, physical = document._index._name, indexes.create_index(document)
            self.stdout.write(f'Creating index "{physical}".')
            indexes.point_aliases({alias: physical})
            self.stdout.write(f'Set alias "{alias}" for index "{physical}".')

    def _populate(self, documents: list[type[CatalogueDocument]]) -> None:
        with Bars(self.stdout, "Filling '{name}'") as bars:
            for document in documents:
                physical = indexes.current_index(document._index._name)
                if physical is None:
                    raise CommandError(f"'{document._index._name}' has no index; --create makes one.")
                count = fill_index(document, physical, bars.advance)
                self.stdout.write(f"Indexing {count} '{document.django.model.__name__}' objects ")

    def _delete(self, documents: list[type[CatalogueDocument]], force: bool) -> bool:
        names = ", ".join(document._index._name for document in documents)
        if not force:
            answer = input(f"Are you sure you want to delete the '{names}' indexes? [y/N]: ")  # noqa: S322
            if answer not in ("y", "Y"):
                self.stdout.write("Aborted")
                return False
        for document in documents:
            if physical := indexes.current_index(document._index._name):
                self.stdout.write(f"Deleting index '{physical}'")
                indexes.delete_indexes([physical])
        return True
