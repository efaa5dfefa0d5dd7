"""The document of a course run."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_elasticsearch_dsl import fields
from django_elasticsearch_dsl.registries import registry

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun, Person
from course_discovery.apps.course_metadata.rules import course_run as rules
from course_discovery.apps.course_metadata.rules import seat as seat_rules
from course_discovery.apps.course_metadata.rules.slugs import run_marketing_url
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.search.documents.base import (
    CourseContentDocument,
    Sources,
    address,
    alias_named,
    catalogue_values,
    index_settings,
    keyword_and_lower,
    plain,
    prose,
)
from course_discovery.apps.search.documents.course_content import CourseContent, course_contents
from course_discovery.apps.search.documents.relations import members, present
from course_discovery.apps.search.documents.runs import Run, load_runs

# What a run has of its course unless it has its own.
_OVERRIDABLE = ("title", "short_description", "full_description", "outcome")


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

    def get_queryset(self) -> QuerySet[CourseRun]:
        """Return the official runs of marketable types in use."""
        return (
            CourseRun.objects.exclude(type__slug__in=settings.RETIRED_RUN_TYPES)
            .exclude(type__is_marketable=False)
            .order_by("pk")
        )

    def sources(self, pks: Collection[int]) -> Sources:
        runs = load_runs(self.get_queryset().filter(pk__in=pks))
        contents = course_contents(Course.everything.filter(pk__in={run.row.course_id for run in runs}))
        return run_sources(runs, contents, timezone.now())


def run_sources(runs: Collection[Run], contents: Mapping[int, CourseContent], now: datetime) -> Sources:
    """Return the documents of the runs as of `now`; `contents` holds their courses. Four queries."""
    run_ids = [run.row.pk for run in runs]
    staff = members(CourseRun.staff, run_ids, "pk")
    people = Person.objects.only("uuid", "salutation", "given_name", "family_name").in_bulk(
        list({pk for pks in staff.values() for pk in pks})
    )
    transcripts = members(CourseRun.transcript_languages, run_ids, "pk")
    languages = LanguageTag.objects.in_bulk(list({pk for pks in transcripts.values() for pk in pks}))
    return {
        run.row.pk: _source(
            run,
            contents[run.row.course_id],
            present(people, staff[run.row.pk]),
            present(languages, transcripts[run.row.pk]),
            now,
        )
        for run in runs
        # The course of a run may have been deleted after the run was read.
        if run.row.course_id in contents
    }


def _source(
    run: Run, content: CourseContent, staff: list[Person], transcripts: list[LanguageTag], now: datetime
) -> dict[str, Any]:
    row, seats, course, key = run.row, run.seats, content.course, run.parsed_key
    own = {name: getattr(row, f"{name}_override") for name in _OVERRIDABLE}
    first_seat = seat_rules.first_paid_seat(seats)
    paid_end = seat_rules.paid_enrollment_end(seats, row.end, row.enrollment_end)
    enrollable = rules.is_enrollable(row.enrollment_start, row.enrollment_end, now)
    marketable_type = row.type__is_marketable is True
    marketing_url = run_marketing_url(course.partner__marketing_site_url_root, row.slug, marketable_type)
    marketable = rules.is_marketable(
        rules.could_be_marketable(marketable_type, row.key, draft=False), row.status, bool(seats), marketing_url
    )
    run_text = [
        row.pacing_type,
        row.language__name,
        *(language.name for language in transcripts),
        *(person.full_name for person in staff),
    ]
    return {
        **catalogue_values(CourseRun, row.pk, row.uuid, aggregation_key=course.key),
        **content.values,
        **{name: value or getattr(course, name) for name, value in own.items()},
        "announcement": row.announcement,
        "authoring_organization_uuids": [author.uuid for author in content.authors],
        "availability": str(rules.availability(row.start, row.end, now)),
        "course_key": course.key,
        "end": row.end,
        "enrollment_end": row.enrollment_end,
        "enrollment_start": row.enrollment_start,
        "first_enrollable_paid_seat_price": seat_rules.first_paid_seat_price(seats),
        "first_enrollable_paid_seat_sku": first_seat.sku if first_seat else None,
        "fixed_price_usd": None if row.fixed_price_usd is None else float(row.fixed_price_usd),
        "go_live_date": row.go_live_date,
        "has_enrollable_paid_seats": bool(seat_rules.paid_seats(seats)),
        "has_enrollable_seats": bool(
            seat_rules.enrollable_seats(seats, row.enrollment_start, row.enrollment_end, row.end, now)
        ),
        "hidden": row.hidden,
        "is_active": rules.is_active(enrollable, marketable, rules.has_ended(row.end, now)),
        "is_current_and_still_upgradeable": (
            rules.is_current(row.start, row.end, now) and seat_rules.is_upgradeable(paid_end, now)
        ),
        "is_enrollable": enrollable,
        "key": row.key,
        "language": run.language,
        "license": row.license,
        "marketing_url": marketing_url,
        "max_effort": row.max_effort,
        "min_effort": row.min_effort,
        "mobile_available": row.mobile_available,
        "number": key.course if key else None,
        "org": key.org if key else None,
        "pacing_type": row.pacing_type,
        "paid_seat_enrollment_end": paid_end,
        "program_types": _program_types(row.pk, content),
        "published": row.status == CourseRunStatus.Published,
        "restriction_type": run.restriction_type,
        "seat_types": run.seat_types,
        "slug": row.slug,
        "staff_uuids": [str(person.uuid) for person in staff],
        "start": row.start,
        "status": row.status,
        "text": content.text(row.uuid, own, run_text),
        "transcript_languages": [language.display_name for language in transcripts],
        "type": seat_rules.legacy_type(run.seat_types),
        "weeks_to_complete": row.weeks_to_complete,
    }


def _program_types(run_id: int, content: CourseContent) -> list[str]:
    """Return the names of the types of the programs in which the run counts, each once."""
    names = (program.type_name for program in content.programs if run_id not in program.excluded_run_ids)
    return list(dict.fromkeys(name for name in names if name))
