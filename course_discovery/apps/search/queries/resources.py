"""What each search endpoint searches, and what it may be asked."""

from dataclasses import dataclass

from course_discovery.apps.search.documents import aliases_of
from course_discovery.apps.search.queries.facets import (
    AVAILABILITY_FACETS,
    CATALOGUE_FACETS,
    COURSE_FACETS,
    COURSE_RUN_FACETS,
    FieldFacet,
    QueryFacet,
)
from course_discovery.apps.search.queries.filters import CATALOGUE_FILTERS, FilterDefinition


@dataclass(frozen=True)
class Resource:
    """One search endpoint.

    `types`: document types, as in ELASTICSEARCH_INDEX_NAMES; those that have no document yet are not searched.
    `names_partner`: a `partner` parameter may name another partner than that of the site.
    `hides_restricted`: restricted runs are left out unless `include_restricted` names their type.
    `facets_show_published`: the facets count only what is published and not hidden.
    """

    name: str
    types: tuple[str, ...]
    filters: tuple[FilterDefinition, ...] = ()
    field_facets: tuple[FieldFacet, ...] = ()
    query_facets: tuple[QueryFacet, ...] = ()
    names_partner: bool = False
    hides_restricted: bool = False
    facets_show_published: bool = True

    @property
    def aliases(self) -> tuple[str, ...]:
        return aliases_of(self.types)


ALL = Resource(
    "all",
    types=("course_run", "learner_pathway", "person", "program", "course"),
    filters=CATALOGUE_FILTERS,
    field_facets=CATALOGUE_FACETS,
    query_facets=AVAILABILITY_FACETS,
    names_partner=True,
    hides_restricted=True,
)
COURSES = Resource("courses", types=("course",), field_facets=COURSE_FACETS, facets_show_published=False)
COURSE_RUNS = Resource(
    "course_runs",
    types=("course_run",),
    field_facets=COURSE_RUN_FACETS,
    query_facets=AVAILABILITY_FACETS,
    hides_restricted=True,
)
