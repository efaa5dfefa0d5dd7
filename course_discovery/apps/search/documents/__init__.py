"""One document type a file: its mapping, and the values it takes from the database.

`DOCUMENTS` holds the types by the name that settings and endpoints use.
"""

from collections.abc import Iterable

from course_discovery.apps.search.documents.base import CatalogueDocument, Sources, alias_named
from course_discovery.apps.search.documents.course import CourseDocument
from course_discovery.apps.search.documents.course_run import CourseRunDocument

DOCUMENTS: dict[str, type[CatalogueDocument]] = {"course": CourseDocument, "course_run": CourseRunDocument}


def aliases_of(types: Iterable[str]) -> tuple[str, ...]:
    """Return the aliases of those types that have documents, in the given order."""
    return tuple(alias_named(name) for name in types if name in DOCUMENTS)


__all__ = ["DOCUMENTS", "CatalogueDocument", "CourseDocument", "CourseRunDocument", "Sources", "aliases_of"]
