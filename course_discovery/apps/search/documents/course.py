"""The document of a course."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_elasticsearch_dsl import fields
from django_elasticsearch_dsl.registries import registry

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.rules import course as rules
from course_discovery.apps.course_metadata.rules import course_run as run_rules
from course_discovery.apps.course_metadata.rules import seat as seat_rules
from course_discovery.apps.course_metadata.rules.keys import InvalidCatalogKey, parse_course_key
from course_discovery.apps.search.documents.base import (
    CourseContentDocument,
    Sources,
    address,
    alias_named,
    catalogue_values,
    index_settings,
    keyword_and_lower,
    plain,
)
from course_discovery.apps.search.documents.course_content import CourseContent, course_contents
from course_discovery.apps.search.documents.runs import Run, by_course, load_runs


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

    def get_queryset(self) -> QuerySet[Course]:
        """Return the official courses of types in use."""
        return Course.objects.exclude(type__slug__in=settings.RETIRED_COURSE_TYPES).order_by("pk")

    def sources(self, pks: Collection[int]) -> Sources:
        contents = course_contents(self.get_queryset().filter(pk__in=pks))
        runs = by_course(load_runs(CourseRun.everything.filter(draft=False, course_id__in=list(contents))))
        now = timezone.now()
        return {pk: course_source(content, runs[pk], now) for pk, content in contents.items()}


def course_source(content: CourseContent, runs: list[Run], now: datetime) -> dict[str, Any]:
    """Return the document of a course with these official runs, as of `now`."""
    course = content.course
    for_everybody = [run for run in runs if not run.restriction_type]
    shown = [run for run in for_everybody if run.may_be_shown]
    end_date = rules.end_date((run.row.status, run.row.end) for run in for_everybody)
    return {
        **catalogue_values(Course, course.pk, course.uuid, aggregation_key=course.key),
        **content.values,
        "availability": [str(run_rules.availability(run.row.start, run.row.end, now)) for run in shown],
        "card_image_url": course.card_image_url,
        "course_ends": str(rules.course_ends(end_date, now)),
        "course_length": course.course_length,
        "course_runs": [run.row.key for run in shown],
        "course_type": course.type__slug,
        "end": [run.row.end for run in shown],
        "end_date": end_date,
        "enrollment_end": [run.row.enrollment_end for run in shown],
        "enrollment_start": [run.row.enrollment_start for run in shown],
        "enterprise_subscription_inclusion": course.enterprise_subscription_inclusion,
        "expected_learning_items": content.expected_learning_items,
        "external_course_marketing_type": course.additional_metadata__external_course_marketing_type,
        "first_enrollable_paid_seat_price": _first_price(for_everybody, now),
        "full_description": course.full_description,
        "key": course.key,
        "languages": list(dict.fromkeys(run.language for run in shown if run.language)),
        "modified": course.modified,
        "org": _organization(content, shown),
        "outcome": course.outcome,
        "prerequisites": content.prerequisites,
        "product_source": course.product_source__slug,
        "seat_types": list(dict.fromkeys(slug for run in shown for slug in run.seat_types)),
        "short_description": course.short_description,
        "start": [run.row.start for run in shown],
        "status": [run.row.status for run in shown],
        "text": content.text(
            course.uuid, {}, [f"{run.row.key}: {run.row.title_override or course.title}" for run in for_everybody]
        ),
        "title": course.title,
    }


def _first_price(runs: list[Run], now: datetime) -> int | None:
    """Return the price of the first active run, by key, that sells a paid seat."""
    active = (run for run in runs if run_rules.is_active_by_dates(run.row.end, run.row.enrollment_end, now))
    for run in sorted(active, key=lambda run: run.row.key.lower()):
        if seat_rules.paid_seats(run.seats):
            return seat_rules.first_paid_seat_price(run.seats)
    return None


def _organization(content: CourseContent, shown: list[Run]) -> str | None:
    """Return the organization in the key of the first visible run, else in the course's own, else the first author."""
    if shown and (parsed := shown[0].parsed_key):
        return parsed.org
    try:
        return parse_course_key(content.course.key).org
    except InvalidCatalogKey:
        return content.authors[0].key if content.authors else None
