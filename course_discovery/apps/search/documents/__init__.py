"""One document type a file: its mapping, and the values it takes from the database.

`DOCUMENTS` holds the types by the name that settings and endpoints use.
"""

from collections.abc import Iterable

from course_discovery.apps.search.documents.base import CatalogueDocument, Sources, alias_named
from course_discovery.apps.search.documents.course import CourseDocument
from course_discovery.apps.search.documents.course_run import CourseRunDocument
from course_discovery.apps.search.documents.learner_pathway import LearnerPathwayDocument
from course_discovery.apps.search.documents.person import PersonDocument
from course_discovery.apps.search.documents.program import ProgramDocument

DOCUMENTS: dict[str, type[CatalogueDocument]] = {
    "course": CourseDocument,
    "course_run": CourseRunDocument,
    "learner_pathway": LearnerPathwayDocument,
    "person": PersonDocument,
    "program": ProgramDocument,
}


def aliases_of(types: Iterable[str]) -> tuple[str, ...]:
    """Return the aliases of the document types, in the given order."""
    return tuple(alias_named(name) for name in types)


__all__ = [
    "DOCUMENTS",
    "CatalogueDocument",
    "CourseDocument",
    "CourseRunDocument",
    "LearnerPathwayDocument",
    "PersonDocument",
    "ProgramDocument",
    "Sources",
    "alias_named",
    "aliases_of",
]
