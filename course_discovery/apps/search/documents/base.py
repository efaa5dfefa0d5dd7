"""What every document has, and the kinds of field that mappings are made of."""

from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django_elasticsearch_dsl import Document, fields

from course_discovery.apps.search.analysis import (
    case_insensitive_keyword,
    edge_ngram_completion,
    html_strip,
    plain_text,
    synonym_text,
)

# Documents by the primary key of their rows.
Sources = dict[int, dict[str, Any]]


def alias_named(document_type: str) -> str:
    """Return the alias of `course`, `course_run`, ... as ELASTICSEARCH_INDEX_NAMES gives it."""
    names = {module.rpartition(".")[2]: alias for module, alias in settings.ELASTICSEARCH_INDEX_NAMES.items()}
    return names[document_type]


def index_settings() -> dict[str, Any]:
    """Return the settings of a new index; a page of hits never reaches past `max_result_window`."""
    return {"blocks": {"read_only_allow_delete": None}, "max_result_window": settings.MAX_RESULT_WINDOW}


def prose(**kwargs: Any) -> fields.TextField:
    """Stemmed words, markup dropped."""
    return fields.TextField(analyzer=html_strip, **kwargs)


def plain(**kwargs: Any) -> fields.TextField:
    """Words as they stand, accents folded."""
    return fields.TextField(analyzer=plain_text, **kwargs)


def keyword_and_lower() -> dict[str, Any]:
    """Sub-fields for the whole value: `.raw` as it stands, `.lower` whatever its case."""
    return {"raw": fields.KeywordField(), "lower": fields.TextField(analyzer=case_insensitive_keyword)}


def completion() -> dict[str, Any]:
    """Sub-fields for suggestions while somebody types."""
    return {
        "suggest": fields.CompletionField(),
        # Only the indexed side is cut into beginnings: a word that is searched must be one of them as a whole.
        "edge_ngram_completion": fields.TextField(analyzer=edge_ngram_completion, search_analyzer=plain_text),
    }


def address() -> fields.TextField:
    """A URL: its words by the field's name, the whole of it by `.raw`."""
    return fields.TextField(fields={"raw": fields.KeywordField()})


def skills_field() -> fields.NestedField:
    """Skills as they are shown; they are found by their names, a field of their own."""
    return fields.NestedField(properties={"name": fields.TextField(), "description": fields.TextField()})


class CatalogueDocument(Document):
    """Fields of all types, and the two things that a subclass tells: which rows have a document, and what it is.

    `get_queryset` gives the rows, and is asked for their number and keys only. `sources` makes documents.
    """

    # The column by which people name a row.
    row_name = "uuid"

    aggregation_key = fields.KeywordField()
    aggregation_uuid = fields.KeywordField()
    content_type = fields.KeywordField()
    id = fields.KeywordField()
    organizations = prose(fields={"raw": fields.KeywordField()})
    partner = prose(fields=keyword_and_lower())
    pk = fields.IntegerField()
    start = fields.DateField()
    text = fields.TextField(analyzer=synonym_text)
    uuid = fields.KeywordField()

    def get_queryset(self) -> QuerySet:
        raise NotImplementedError

    def sources(self, pks: Collection[int]) -> Sources:
        """Return the documents of those of these rows that have one, by primary key, in a fixed number of queries.

        Each gives every field of the mapping a value, None where there is none.
        """
        raise NotImplementedError

    def rows_at_once(self) -> int:
        """Return how many rows are turned into documents together, so that memory holds them all."""
        return settings.ELASTICSEARCH_DSL_QUERYSET_PAGINATION

    def batches(self) -> Iterator[Sources]:
        """Yield the documents of all rows, in order of primary key, so many at once that no row counts for much."""
        last, rows = 0, self.get_queryset().order_by("pk").values_list("pk", flat=True)
        while pks := list(rows.filter(pk__gt=last)[: self.rows_at_once()]):
            yield self.sources(pks)
            last = pks[-1]

    def prepare(self, instance: Any) -> dict[str, Any]:
        return self.sources([instance.pk])[instance.pk]


class CourseContentDocument(CatalogueDocument):
    """Fields that courses and course runs share."""

    row_name = "key"

    authoring_organization_bodies = fields.TextField()
    authoring_organizations = plain(fields={**keyword_and_lower(), **completion()})
    first_enrollable_paid_seat_price = fields.IntegerField()
    full_description = prose()
    image_url = address()
    key = fields.TextField(fields={"raw": fields.KeywordField()})
    level_type = plain(fields=keyword_and_lower())
    logo_image_urls = address()
    org = prose(fields=keyword_and_lower())
    outcome = plain()
    seat_types = fields.KeywordField()
    short_description = prose()
    skill_names = fields.KeywordField()
    skills = skills_field()
    sponsoring_organizations = plain()
    status = fields.KeywordField()
    subject_uuids = fields.KeywordField()
    subjects = prose(fields={"raw": fields.KeywordField()})
    title = fields.TextField(analyzer=synonym_text, fields=completion())


def catalogue_values(model: type[Model], pk: int, uuid: object, *, aggregation_key: str) -> dict[str, Any]:
    """Return the values that every type has, but for `organizations`, `partner`, `start` and `text`."""
    meta = model._meta
    return {
        "aggregation_key": f"{meta.model_name}:{aggregation_key}",
        "aggregation_uuid": f"{meta.model_name}:{uuid}",
        "content_type": meta.model_name,
        "id": f"{meta.label_lower}.{pk}",
        "pk": pk,
        "uuid": str(uuid),
    }
