"""Options that commands on indexes share."""

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from course_discovery.apps.search.documents import DOCUMENTS, CatalogueDocument

_NO_EFFECT = "Accepted for the sake of older scripts; has no effect."


def add_options(parser: CommandParser) -> None:
    """Add `--models`, `--using` and the options that once chose how an index was filled."""
    parser.add_argument(
        "--models",
        nargs="*",
        metavar="app[.model]",
        help="Only these applications or models; all of them when left out.",
    )
    parser.add_argument(
        "-u", "--using", action="append", default=[], metavar="BACKEND", help="Name in ELASTICSEARCH_DSL: default."
    )
    for option in ("--parallel", "--no-parallel", "--refresh", "--no-count"):
        parser.add_argument(option, action="store_true", help=_NO_EFFECT)


def check_backends(names: list[str]) -> None:
    """CommandError when one of the names is none of ELASTICSEARCH_DSL."""
    supported = tuple(settings.ELASTICSEARCH_DSL)
    for name in names:
        if name not in supported:
            raise CommandError(f"Specified backend [{name}] is not supported. Supported backends: {supported}")


def documents_of_models(names: list[str] | None) -> list[type[CatalogueDocument]]:
    """Return the document types of these models or applications, all without names; CommandError for an unknown one."""
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
