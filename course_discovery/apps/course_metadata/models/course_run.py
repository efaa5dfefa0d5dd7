"""Course runs."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords
from sortedm2m.fields import SortedManyToManyField
from taggit.managers import TaggableManager

from course_discovery.apps.course_metadata.choices import (
    OFAC_RESTRICTIONS,
    Availability,
    CourseRunPacing,
    CourseRunStatus,
    ReportingType,
)
from course_discovery.apps.course_metadata.models.drafts import DraftPair, PairUniqueConstraint
from course_discovery.apps.course_metadata.models.fields import NullHtmlField
from course_discovery.apps.course_metadata.models.history import TrackedHistoryModel
from course_discovery.apps.course_metadata.querysets.course_runs import CourseRunQuerySet
from course_discovery.apps.course_metadata.querysets.drafts import OfficialManager
from course_discovery.apps.course_metadata.rules import ai_languages, enterprise_subscription, slugs
from course_discovery.apps.course_metadata.rules import course as course_rules
from course_discovery.apps.course_metadata.rules import course_run as rules
from course_discovery.apps.course_metadata.rules import seat as seat_rules
from course_discovery.apps.course_metadata.signals import course_run_cleaned
from course_discovery.lib.exact_char_field import ExactCharField
from course_discovery.lib.slug_field import AutoSlugField


def validate_ai_languages(value: Any) -> None:
    if not ai_languages.is_valid(value):
        raise ValidationError(ai_languages.MESSAGE)


class _Overridable:
    """An attribute of a run that is the course's unless the run has one of its own; empty means the course's."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, run: Any, owner: Any = None) -> Any:
        if run is None:
            return self
        return getattr(run, f"{self.name}_override") or getattr(run.course, self.name)

    def __set__(self, run: Any, value: Any) -> None:
        setattr(run, f"{self.name}_override", value or None)


class CourseRun(DraftPair, TrackedHistoryModel):
    """One time that a course is given.

    Properties that look at seats use `seats.all()`, so that lists which prefetch them cost no query a row.
    """

    uuid = models.UUIDField(default=uuid.uuid4, verbose_name="UUID")
    course = models.ForeignKey("course_metadata.Course", models.CASCADE, related_name="course_runs")
    key = ExactCharField(max_length=255)
    external_key = models.CharField(max_length=225, null=True, blank=True, help_text="What a partner calls this run.")
    status = models.CharField(
        max_length=255, choices=CourseRunStatus.choices, default=CourseRunStatus.Unpublished, db_index=True
    )
    title_override = models.CharField(
        max_length=255, default=None, null=True, blank=True, help_text="Leave empty to have the title of the course."
    )
    short_description_override = NullHtmlField(help_text="Leave empty to have that of the course.")
    full_description_override = NullHtmlField(help_text="Leave empty to have that of the course.")
    outcome_override = NullHtmlField(help_text="Leave empty to have that of the course.")
    start = models.DateTimeField(null=True, blank=True, db_index=True)
    end = models.DateTimeField(null=True, blank=True, db_index=True)
    enrollment_start = models.DateTimeField(null=True, blank=True)
    enrollment_end = models.DateTimeField(null=True, blank=True, db_index=True)
    go_live_date = models.DateTimeField(null=True, blank=True)
    announcement = models.DateTimeField(null=True, blank=True)
    staff = SortedManyToManyField("course_metadata.Person", blank=True, related_name="courses_staffed")
    min_effort = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Hours a week, at least.")
    max_effort = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Hours a week, at most.")
    weeks_to_complete = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.ForeignKey("ietf_language_tags.LanguageTag", models.CASCADE, null=True, blank=True)
    transcript_languages = models.ManyToManyField(
        "ietf_language_tags.LanguageTag", blank=True, related_name="transcript_courses"
    )
    video_translation_languages = models.ManyToManyField("ietf_language_tags.LanguageTag", blank=True, related_name="+")
    ai_languages = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        validators=[validate_ai_languages],
        help_text="Machine translations and transcriptions on offer.",
    )
    pacing_type = models.CharField(
        max_length=255, choices=CourseRunPacing.choices, null=True, blank=True, db_index=True
    )
    type = models.ForeignKey("course_metadata.CourseRunType", models.CASCADE, null=True)
    slug = AutoSlugField(populate_from=("title", "key"), regenerate_on_create=True, max_length=255)
    hidden = models.BooleanField(
        default=False, help_text="Not shown in lists. Set by the authoring tool: what is changed here is overwritten."
    )
    mobile_available = models.BooleanField(default=False)
    course_overridden = models.BooleanField(default=False)
    reporting_type = models.CharField(max_length=255, choices=ReportingType.choices, default=ReportingType.mooc)
    eligible_for_financial_aid = models.BooleanField(default=True)
    license = models.CharField(max_length=255, blank=True, db_index=True)
    card_image_url = models.URLField(max_length=200, null=True, blank=True)
    video = models.ForeignKey("course_metadata.Video", models.CASCADE, null=True, blank=True)
    syllabus = models.ForeignKey("course_metadata.SyllabusItem", models.CASCADE, null=True, blank=True)
    enrollment_count = models.IntegerField(null=True, blank=True, default=0)
    recent_enrollment_count = models.IntegerField(
        null=True, blank=True, default=0, help_text="Enrollments of the last six months."
    )
    has_ofac_restrictions = models.BooleanField(
        "Add OFAC restriction text to the FAQ section", null=True, blank=True, default=None, choices=OFAC_RESTRICTIONS
    )
    ofac_comment = models.TextField(blank=True, default="")
    expected_program_type = models.ForeignKey("programs.ProgramType", models.CASCADE, null=True, blank=True)
    expected_program_name = models.CharField(max_length=255, blank=True, default="")
    salesforce_id = models.CharField(max_length=255, null=True, blank=True)
    enterprise_subscription_inclusion = models.BooleanField(default=False, help_text="Calculated from the course.")
    variant_id = models.UUIDField(null=True, blank=True, help_text="The variant of an external product.")
    fixed_price_usd = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, blank=True, help_text="A price that exchange rates do not move."
    )

    tags = TaggableManager(blank=True)

    objects = OfficialManager.from_queryset(CourseRunQuerySet)()
    everything = models.Manager.from_queryset(CourseRunQuerySet)()
    history = HistoricalRecords(excluded_fields=["slug"])

    class Meta(TrackedHistoryModel.Meta):
        constraints = [
            PairUniqueConstraint(fields=["key", "draft"], name="unique_course_run_key"),
            PairUniqueConstraint(fields=["uuid", "draft"], name="unique_course_run_uuid"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def clean(self) -> None:
        super().clean()
        errors = {
            "start": rules.date_error(self.start, self.end),
            "min_effort": rules.effort_error(self.min_effort, self.max_effort),
        }
        if found := {field: error for field, error in errors.items() if error}:
            raise ValidationError(found)
        course_run_cleaned.send(CourseRun, instance=self)

    title = _Overridable("title")
    short_description = _Overridable("short_description")
    full_description = _Overridable("full_description")
    outcome = _Overridable("outcome")

    @property
    def subjects(self) -> Any:
        return self.course.subjects

    @property
    def authoring_organizations(self) -> Any:
        return self.course.authoring_organizations

    @property
    def sponsoring_organizations(self) -> Any:
        return self.course.sponsoring_organizations

    @property
    def prerequisites(self) -> Any:
        return self.course.prerequisites

    @property
    def level_type(self) -> Any:
        return self.course.level_type

    @property
    def image_url(self) -> str | None:
        return self.course.image_url

    @property
    def get_video(self) -> Any:
        """The video of the run, else that of the course."""
        return self.video or self.course.video

    @property
    def restriction_type(self) -> str | None:
        """Who alone may take this run, or None if everybody may."""
        restricted_run = getattr(self, "restricted_run", None)
        return (restricted_run.restriction_type or None) if restricted_run else None

    @property
    def is_restricted(self) -> bool:
        return getattr(self, "restricted_run", None) is not None

    @property
    def in_review(self) -> bool:
        return rules.in_review(self.status)

    @property
    def enrollment_deadline(self) -> datetime | None:
        return rules.enrollment_deadline(self.end, self.enrollment_end)

    def has_ended(self, at: datetime | None = None) -> bool:
        return rules.has_ended(self.end, at or timezone.now())

    def has_enrollment_ended(self, at: datetime | None = None) -> bool:
        return rules.has_enrollment_ended(self.end, self.enrollment_end, at or timezone.now())

    @property
    def is_enrollable(self) -> bool:
        return rules.is_enrollable(self.enrollment_start, self.enrollment_end, timezone.now())

    @property
    def is_current(self) -> bool:
        return rules.is_current(self.start, self.end, timezone.now())

    @property
    def is_upcoming(self) -> bool:
        return rules.is_upcoming(self.start, timezone.now())

    @property
    def is_active_by_dates(self) -> bool:
        return rules.is_active_by_dates(self.end, self.enrollment_end, timezone.now())

    @property
    def availability(self) -> Availability:
        return rules.availability(self.start, self.end, timezone.now())

    @property
    def external_course_availability(self) -> Availability:
        metadata = self.course.additional_metadata
        return rules.external_availability(metadata.product_status if metadata else None)

    @property
    def seat_types(self) -> list[str]:
        """The slugs of the seats' types, one a seat."""
        return [seat.type_id for seat in self.seats.all()]

    @property
    def type_legacy(self) -> str | None:
        """The one type that stands for all seats, which the API calls `type`."""
        return seat_rules.legacy_type(self.seat_types)

    @property
    def seat_facts(self) -> list[seat_rules.SeatFacts]:
        return [seat.facts for seat in self.seats.all()]

    @property
    def has_enrollable_paid_seats(self) -> bool:
        return bool(seat_rules.paid_seats(self.seat_facts))

    @property
    def first_enrollable_paid_seat_price(self) -> int | None:
        return seat_rules.first_paid_seat_price(self.seat_facts)

    @property
    def first_enrollable_paid_seat_sku(self) -> str | None:
        seat = seat_rules.first_paid_seat(self.seat_facts)
        return seat.sku if seat else None

    @property
    def paid_seat_enrollment_end(self) -> datetime | None:
        return seat_rules.paid_enrollment_end(self.seat_facts, self.end, self.enrollment_end)

    @property
    def is_upgradeable(self) -> bool:
        return seat_rules.is_upgradeable(self.paid_seat_enrollment_end, timezone.now())

    @property
    def is_current_and_still_upgradeable(self) -> bool:
        return self.is_current and self.is_upgradeable

    def enrollable_seats(self, types: Collection[str] | None = None) -> list[seat_rules.SeatFacts]:
        """Return the seats that can be taken now, only of the seat types given if any are."""
        return seat_rules.enrollable_seats(
            self.seat_facts, self.enrollment_start, self.enrollment_end, self.end, timezone.now(), types
        )

    @property
    def has_enrollable_seats(self) -> bool:
        return bool(self.enrollable_seats())

    @property
    def type_is_marketable(self) -> bool:
        return self.type is not None and self.type.is_marketable

    @property
    def could_be_marketable(self) -> bool:
        return rules.could_be_marketable(self.type_is_marketable, self.key, self.draft)

    @property
    def marketing_url(self) -> str | None:
        return slugs.run_marketing_url(self.course.partner.marketing_site_url_root, self.slug, self.type_is_marketable)

    @property
    def is_marketable(self) -> bool:
        return rules.is_marketable(self.could_be_marketable, self.status, bool(self.seats.all()), self.marketing_url)

    @property
    def is_marketable_external(self) -> bool:
        return rules.is_marketable_external(
            self.is_marketable, self.course.type_slug, self.status, self.start, self.go_live_date, timezone.now()
        )

    @property
    def is_active(self) -> bool:
        return rules.is_active(self.is_enrollable, self.is_marketable, self.has_ended())

    @property
    def advertising_facts(self) -> course_rules.AdvertisingFacts:
        return course_rules.AdvertisingFacts(self.start, self.is_current, self.is_upcoming, self.is_upgradeable)

    @property
    def estimated_hours(self) -> float:
        return rules.estimated_hours(self.min_effort, self.max_effort, self.weeks_to_complete)

    @property
    def computed_subscription_inclusion(self) -> bool:
        return enterprise_subscription.run_inclusion(self.course.enterprise_subscription_inclusion, self.pacing_type)
