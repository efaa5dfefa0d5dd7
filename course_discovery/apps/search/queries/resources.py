"""What each search endpoint searches, and what it may be asked."""

from dataclasses import dataclass, replace

from course_discovery.apps.search.documents import aliases_of
from course_discovery.apps.search.queries.facets import (
    AVAILABILITY_FACETS,
    CATALOGUE_FACETS,
    COURSE_FACETS,
    COURSE_RUN_FACETS,
    PERSON_FACETS,
    PROGRAM_FACETS,
    FieldFacet,
    QueryFacet,
)
from course_discovery.apps.search.queries.filters import CATALOGUE_FILTERS, FilterDefinition


@dataclass(frozen=True)
class Resource:
    """One search endpoint.

    `types`: document types, as in ELASTICSEARCH_INDEX_NAMES.
    `names_partner`: a `partner` parameter may name another partner than that of the site.
    `hides_restricted`: restricted runs are left out unless `include_restricted` names their type.
    `facets_show_published`: the facets count only what is published and not hidden.
    `distinct_counts`: the facets also count things instead of documents, the runs of one course as one.
    `key_field`: what hits may be sorted by besides `start`, and are where nothing is asked.
    """

    name: str
    types: tuple[str, ...]
    filters: tuple[FilterDefinition, ...] = ()
    field_facets: tuple[FieldFacet, ...] = ()
    query_facets: tuple[QueryFacet, ...] = ()
    names_partner: bool = False
    hides_restricted: bool = False
    facets_show_published: bool = True
    distinct_counts: bool = False
    key_field: str = "aggregation_key"

    @property
    def aliases(self) -> tuple[str, ...]:
        return aliases_of(self.types)

    @property
    def sortable(self) -> frozenset[str]:
        return frozenset({"start", self.key_field})


ALL = Resource(
    "all",
    types=("course_run", "learner_pathway", "person", "program", "course"),
    filters=CATALOGUE_FILTERS,
    field_facets=CATALOGUE_FACETS,
    query_facets=AVAILABILITY_FACETS,
    names_partner=True,
    hides_restricted=True,
)
ALL_DISTINCT = replace(ALL, name="all_distinct", distinct_counts=True)
ALL_BY_CURSOR = replace(ALL, name="all_by_cursor", key_field="aggregation_uuid")
LIMITED = replace(ALL, name="limited", types=("course_run", "program", "course"))
COURSES = Resource("courses", types=("course",), field_facets=COURSE_FACETS, facets_show_published=False)
COURSE_RUNS = Resource(
    "course_runs",
    types=("course_run",),
    field_facets=COURSE_RUN_FACETS,
    query_facets=AVAILABILITY_FACETS,
    hides_restricted=True,
)
PROGRAMS = Resource("programs", types=("program",), field_facets=PROGRAM_FACETS)
PEOPLE = Resource("people", types=("person",), field_facets=PERSON_FACETS, facets_show_published=False)
