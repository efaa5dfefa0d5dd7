"""The document of a course."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django_elasticsearch_dsl import fields
from django_elasticsearch_dsl.registries import registry
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey

from course_discovery.apps.course_metadata.models import Course, CourseRun, Seat
from course_discovery.apps.search.documents.base import (
    CourseContentDocument,
    address,
    alias_named,
    catalogue_values,
    index_settings,
    keyword_and_lower,
    plain,
)
from course_discovery.apps.search.documents.course_content import (
    CONTENT_PREFETCHED,
    CONTENT_SELECTED,
    course_content_values,
    text_parts,
)
from course_discovery.apps.search.text import searchable_text


@registry.register_document
class CourseDocument(CourseContentDocument):
    """A course with what its visible runs offer: those of a marketable type that everybody may take."""

    availability = plain(fields=keyword_and_lower())
    card_image_url = address()
    course_ends = plain(fields=keyword_and_lower())
    course_length = fields.KeywordField()
    course_runs = fields.KeywordField()
    course_type = fields.KeywordField()
    end = fields.DateField()
    end_date = fields.DateField()
    enrollment_end = fields.DateField()
    enrollment_start = fields.DateField()
    enterprise_subscription_inclusion = fields.BooleanField()
    expected_learning_items = fields.KeywordField()
    external_course_marketing_type = fields.KeywordField()
    languages = fields.KeywordField()
    modified = fields.DateField()
    prerequisites = fields.KeywordField()
    product_source = fields.KeywordField()

    class Index:
        name = alias_named("course")
        settings = index_settings()

    class Django:
        model = Course
        queryset_pagination = settings.ELASTICSEARCH_DSL_QUERYSET_PAGINATION

    def get_queryset(self) -> QuerySet[Course]:
        """Return the official courses of types in use, with all that `prepare` reads."""
        runs = CourseRun.everything.filter(draft=False).without_restricted().select_related("language", "type")
        return (
            Course.objects.exclude(type__slug__in=settings.RETIRED_COURSE_TYPES)
            .select_related(*CONTENT_SELECTED, "type", "product_source", "additional_metadata")
            .prefetch_related(
                *CONTENT_PREFETCHED,
                Prefetch("course_runs", runs.order_by("pk")),
                Prefetch("course_runs__seats", Seat.everything.order_by("created", "pk")),
            )
            .order_by("pk")
        )

    def prepare(self, instance: Course) -> dict[str, Any]:
        runs = [run for run in instance.course_runs.all() if run.type is None or run.type.is_marketable]
        content = course_content_values(instance)
        runs_text = [f"{run.key}: {run.title}" for run in instance.course_runs.all()]
        return {
            **catalogue_values(instance, partner=instance.partner, aggregation_key=instance.key),
            **content,
            "availability": [str(run.availability) for run in runs],
            "card_image_url": instance.card_image_url,
            "course_ends": str(instance.course_ends),
            "course_length": instance.course_length,
            "course_runs": [run.key for run in runs],
            "course_type": instance.type_slug,
            "end": [run.end for run in runs],
            "end_date": instance.end_date,
            "enrollment_end": [run.enrollment_end for run in runs],
            "enrollment_start": [run.enrollment_start for run in runs],
            "enterprise_subscription_inclusion": instance.enterprise_subscription_inclusion,
            "expected_learning_items": [item.value for item in instance.expected_learning_items.all()],
            "external_course_marketing_type": (
                instance.additional_metadata.external_course_marketing_type if instance.additional_metadata else None
            ),
            "first_enrollable_paid_seat_price": instance.first_enrollable_paid_seat_price,
            "full_description": instance.full_description,
            "key": instance.key,
            "languages": list(dict.fromkeys(run.language.display_name for run in runs if run.language)),
            "modified": instance.modified,
            "org": organization_of(runs[0].key) if runs else None,
            "outcome": instance.outcome,
            "prerequisites": [prerequisite.name for prerequisite in instance.prerequisites.all()],
            "product_source": instance.product_source.slug if instance.product_source else None,
            "seat_types": list(dict.fromkeys(slug for run in runs for slug in run.seat_types)),
            "short_description": instance.short_description,
            "start": [run.start for run in runs],
            "status": [run.status for run in runs],
            "text": searchable_text([*text_parts(instance, content, instance), *runs_text]),
            "title": instance.title,
        }


def organization_of(run_key: str) -> str | None:
    """Return the organization part of a run key, None when it is no run key."""
    try:
        return CourseKey.from_string(run_key).org
    except InvalidKeyError:
        return None
