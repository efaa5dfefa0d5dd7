"""The document of a learner pathway."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django_elasticsearch_dsl import fields
from django_elasticsearch_dsl.registries import registry

from course_discovery.apps.course_metadata.selectors.skills import skills_of_courses
from course_discovery.apps.learner_pathway.choices import PathwayStatus
from course_discovery.apps.learner_pathway.models import LearnerPathway
from course_discovery.apps.learner_pathway.selectors.pathways import course_keys_of, skills_of
from course_discovery.apps.search.analysis import synonym_text
from course_discovery.apps.search.documents.base import (
    CatalogueDocument,
    Sources,
    alias_named,
    catalogue_values,
    completion,
    index_settings,
    plain,
    skills_field,
)
from course_discovery.apps.search.text import searchable_text

# All that `course_keys_of` and `skills_of` look at.
_COURSES = ("steps__courses__course", "steps__programs__program__courses", "steps__blocks__course")


@registry.register_document
class LearnerPathwayDocument(CatalogueDocument):
    """A learner pathway, active or not, with the skills of the courses and programs of its steps."""

    created = fields.DateField()
    overview = plain()
    published = fields.BooleanField()
    skill_names = fields.KeywordField()
    skills = skills_field()
    # A keyword as in all documents, so that facets over several indexes can count it.
    status = fields.KeywordField()
    title = fields.TextField(analyzer=synonym_text, fields=completion())
    visible_via_association = fields.BooleanField()

    class Index:
        name = alias_named("learner_pathway")
        settings = index_settings()

    class Django:
        model = LearnerPathway

    def get_queryset(self) -> QuerySet[LearnerPathway]:
        """Return all pathways."""
        return LearnerPathway.objects.order_by("pk")

    def sources(self, pks: Collection[int]) -> Sources:
        rows = self.get_queryset().filter(pk__in=pks).select_related("partner")
        pathways = list(rows.prefetch_related(*_COURSES))
        skills = skills_of_courses({key for pathway in pathways for key in course_keys_of(pathway)})
        return {pathway.pk: _source(pathway, skills_of(pathway, skills)) for pathway in pathways}


def _source(pathway: LearnerPathway, skills: Sequence[Any]) -> dict[str, Any]:
    return {
        **catalogue_values(LearnerPathway, pathway.pk, pathway.uuid, aggregation_key=str(pathway.uuid)),
        "created": pathway.created,
        "organizations": None,
        "overview": pathway.overview,
        "partner": pathway.partner.short_code if pathway.partner else "",
        "published": pathway.status == PathwayStatus.ACTIVE,
        "skill_names": list(dict.fromkeys(skill["name"] for skill in skills)),
        "skills": skills,
        "start": None,
        "status": pathway.status,
        "text": searchable_text([pathway.uuid, pathway.title, pathway.overview]),
        "title": pathway.title,
        "visible_via_association": pathway.visible_via_association,
    }
