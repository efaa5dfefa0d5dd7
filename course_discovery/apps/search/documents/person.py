"""The document of a person."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django_elasticsearch_dsl import fields
from django_elasticsearch_dsl.registries import registry

from course_discovery.apps.course_metadata.models import Course, CourseRun, Person
from course_discovery.apps.search.documents.base import (
    CatalogueDocument,
    Sources,
    address,
    alias_named,
    catalogue_values,
    index_settings,
    plain,
)
from course_discovery.apps.search.documents.relations import members
from course_discovery.apps.search.text import searchable_text


@registry.register_document
class PersonDocument(CatalogueDocument):
    """A person, with the organizations whose official course runs they teach in."""

    bio = plain()
    bio_language = plain()
    full_name = plain()
    get_profile_image_url = address()
    # Their keys, an organization once for each run.
    organizations = fields.KeywordField()
    position = plain()
    salutation = plain()

    class Index:
        name = alias_named("person")
        settings = index_settings()

    class Django:
        model = Person

    def get_queryset(self) -> QuerySet[Person]:
        """Return everybody."""
        return Person.objects.order_by("pk")

    def sources(self, pks: Collection[int]) -> Sources:
        people = list(self.get_queryset().filter(pk__in=pks).select_related("partner", "bio_language", "position"))
        organizations = _organizations([person.pk for person in people])
        return {person.pk: _source(person, organizations[person.pk]) for person in people}


def _organizations(person_ids: Collection[int]) -> defaultdict[int, list[str]]:
    """Return the keys of the authoring organizations of the courses of each run that a person teaches in."""
    staffing: Any = CourseRun.staff.through  # type: ignore[attr-defined]
    runs = (
        staffing.objects.filter(person__in=person_ids, courserun__draft=False)
        .order_by("courserun", "pk")
        .values_list("person_id", "courserun__course_id")
    )
    courses_of = list(runs)
    authors = members(Course.authoring_organizations, {course_id for _, course_id in courses_of}, "key")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for person_id, course_id in courses_of:
        found[person_id] += authors[course_id]
    return found


def _source(person: Person, organizations: list[str]) -> dict[str, Any]:
    position = getattr(person, "position", None)
    language = person.bio_language.name if person.bio_language else None
    partner = person.partner
    return {
        **catalogue_values(Person, person.pk, person.uuid, aggregation_key=str(person.uuid)),
        "bio": person.bio,
        "bio_language": language,
        "full_name": person.full_name,
        "get_profile_image_url": person.profile_image_url,
        "organizations": organizations,
        "partner": partner.short_code if partner else "",
        "position": [position.title, position.organization_override] if position else [],
        "salutation": person.salutation,
        "start": None,
        "text": searchable_text([person.uuid, person.full_name, partner and partner.name, person.bio, language]),
    }
