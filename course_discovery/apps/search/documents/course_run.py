"""The document of a course run."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django_elasticsearch_dsl import fields
from django_elasticsearch_dsl.registries import registry
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.search.documents.base import (
    CourseContentDocument,
    address,
    alias_named,
    catalogue_values,
    index_settings,
    keyword_and_lower,
    plain,
    prose,
)
from course_discovery.apps.search.documents.course_content import (
    CONTENT_PREFETCHED,
    CONTENT_SELECTED,
    course_content_values,
    text_parts,
)
from course_discovery.apps.search.text import searchable_text


@registry.register_document
class CourseRunDocument(CourseContentDocument):
    """A course run, with the texts it inherits from its course."""

    announcement = fields.DateField()
    authoring_organization_uuids = fields.KeywordField()
    availability = plain(fields=keyword_and_lower())
    course_key = fields.KeywordField()
    end = fields.DateField()
    enrollment_end = fields.DateField()
    enrollment_start = fields.DateField()
    first_enrollable_paid_seat_sku = fields.TextField()
    fixed_price_usd = fields.FloatField()
    go_live_date = fields.DateField()
    has_enrollable_paid_seats = fields.BooleanField()
    has_enrollable_seats = fields.BooleanField()
    hidden = fields.BooleanField()
    is_active = fields.BooleanField()
    is_current_and_still_upgradeable = fields.BooleanField()
    is_enrollable = fields.BooleanField()
    language = prose(fields={"raw": fields.KeywordField()})
    license = fields.KeywordField()
    marketing_url = address()
    max_effort = fields.IntegerField()
    min_effort = fields.IntegerField()
    mobile_available = fields.BooleanField()
    number = fields.KeywordField()
    pacing_type = fields.KeywordField()
    paid_seat_enrollment_end = fields.DateField()
    program_types = fields.KeywordField()
    published = fields.BooleanField()
    restriction_type = fields.KeywordField()
    slug = fields.TextField()
    staff_uuids = fields.KeywordField()
    transcript_languages = prose(fields={"raw": fields.KeywordField()})
    type = prose(fields=keyword_and_lower())
    weeks_to_complete = fields.IntegerField()

    class Index:
        name = alias_named("course_run")
        settings = index_settings()

    class Django:
        model = CourseRun
        queryset_pagination = settings.ELASTICSEARCH_DSL_QUERYSET_PAGINATION

    def get_queryset(self) -> QuerySet[CourseRun]:
        """Return the official runs of marketable types in use, with all that `prepare` reads."""
        return (
            CourseRun.objects.exclude(type__slug__in=settings.RETIRED_RUN_TYPES)
            .exclude(type__is_marketable=False)
            .select_related("language", "type", "restricted_run", "course__type")
            .select_related(*(f"course__{name}" for name in CONTENT_SELECTED))
            .prefetch_related(
                *(f"course__{name}" for name in CONTENT_PREFETCHED),
                Prefetch("seats", Seat.everything.order_by("created", "pk")),
                "staff",
                "transcript_languages",
            )
            .order_by("pk")
        )

    def prepare(self, instance: CourseRun) -> dict[str, Any]:
        course = instance.course
        content = course_content_values(course)
        key = _parsed(instance.key)
        staff = list(instance.staff.all())
        transcripts = list(instance.transcript_languages.all())
        run_text = [
            instance.pacing_type,
            instance.language.name if instance.language else None,
            *(language.name for language in transcripts),
            *(person.full_name for person in staff),
        ]
        return {
            **catalogue_values(instance, partner=course.partner, aggregation_key=course.key),
            **content,
            "announcement": instance.announcement,
            "authoring_organization_uuids": [str(org.uuid) for org in course.authoring_organizations.all()],
            "availability": str(instance.availability),
            "course_key": course.key,
            "end": instance.end,
            "enrollment_end": instance.enrollment_end,
            "enrollment_start": instance.enrollment_start,
            "first_enrollable_paid_seat_price": instance.first_enrollable_paid_seat_price,
            "first_enrollable_paid_seat_sku": instance.first_enrollable_paid_seat_sku,
            "fixed_price_usd": None if instance.fixed_price_usd is None else float(instance.fixed_price_usd),
            "full_description": instance.full_description,
            "go_live_date": instance.go_live_date,
            "has_enrollable_paid_seats": instance.has_enrollable_paid_seats,
            "has_enrollable_seats": instance.has_enrollable_seats,
            "hidden": instance.hidden,
            "is_active": instance.is_active,
            "is_current_and_still_upgradeable": instance.is_current_and_still_upgradeable,
            "is_enrollable": instance.is_enrollable,
            "key": instance.key,
            "language": instance.language.display_name if instance.language else None,
            "license": instance.license,
            "marketing_url": instance.marketing_url,
            "max_effort": instance.max_effort,
            "min_effort": instance.min_effort,
            "mobile_available": instance.mobile_available,
            "number": key.course if key else None,
            "org": key.org if key else None,
            "outcome": instance.outcome,
            "pacing_type": instance.pacing_type,
            "paid_seat_enrollment_end": instance.paid_seat_enrollment_end,
            # Programs come later; no run belongs to one yet.
            "program_types": [],
            "published": instance.status == CourseRunStatus.Published,
            "restriction_type": instance.restriction_type,
            "seat_types": instance.seat_types,
            "short_description": instance.short_description,
            "slug": instance.slug,
            "staff_uuids": [str(person.uuid) for person in staff],
            "start": instance.start,
            "status": instance.status,
            "text": searchable_text([*text_parts(course, content, instance), *run_text]),
            "title": instance.title,
            "transcript_languages": [language.display_name for language in transcripts],
            "type": instance.type_legacy,
            "weeks_to_complete": instance.weeks_to_complete,
        }


def _parsed(run_key: str) -> CourseKey | None:
    try:
        return CourseKey.from_string(run_key)
    except InvalidKeyError:
        return None
