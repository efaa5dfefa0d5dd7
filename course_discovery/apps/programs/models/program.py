"""Programs: courses that lead to something together."""

import uuid
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.db.models import Value
from django.db.models.functions import NullIf
from django.utils import timezone
from simple_history.models import HistoricalRecords
from sortedm2m.fields import SortedManyToManyField
from stdimage.models import StdImageField
from taggit.managers import TaggableManager

from course_discovery.apps.course_metadata.choices import OFAC_RESTRICTIONS
from course_discovery.apps.course_metadata.models.history import TrackedHistoryModel
from course_discovery.apps.course_metadata.rules import course as course_rules
from course_discovery.apps.course_metadata.rules import enterprise_subscription
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.querysets.programs import ProgramQuerySet
from course_discovery.apps.programs.rules import marketing, pricing
from course_discovery.apps.programs.rules import program as rules
from course_discovery.lib.upload_names import UploadTo

BANNER_VARIATIONS = {"large": (1440, 480), "medium": (726, 242), "small": (435, 145), "x-small": (348, 116)}
# Drafts are never part of a program, and need not be offered where one chooses.
OFFICIAL = {"draft": False}
validate_marketing_slug = RegexValidator(r"^[-a-zA-Z0-9_/]+\Z", marketing.SLUG_MESSAGE, "invalid")


class Program(TrackedHistoryModel):
    """A series of courses, a degree among them: see Degree.

    Properties that look at related rows use `all()`, so that whoever prefetches decides which count, and that lists
    cost no query a row: selectors/pages.py loads all that they look at. Courses are official rows.
    """

    untracked_columns = ("data_modified_timestamp",)

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="UUID")
    title = models.CharField(max_length=255, help_text="What learners see. It need not be unique.")
    subtitle = models.CharField(max_length=255, blank=True, help_text="A short description of the program.")
    marketing_hook = models.CharField(max_length=255, blank=True, help_text="A short text that draws learners in.")
    type = models.ForeignKey("programs.ProgramType", models.CASCADE, null=True, blank=True)
    product_source = models.ForeignKey(
        "course_metadata.Source",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="programs",
        help_text="Where the program comes from: the platform itself, or a vendor.",
    )
    status = models.CharField(
        max_length=24,
        choices=ProgramStatus.choices,
        default=ProgramStatus.Unpublished,
        db_index=True,
        help_text="Platforms are served the active and the retired programs.",
    )
    partner = models.ForeignKey("core.Partner", models.CASCADE, null=True)
    marketing_slug = models.CharField(
        max_length=255,
        blank=True,
        db_index=True,
        validators=[validate_marketing_slug],
        help_text="The path of its page. Leave it empty to have it made of type, organization and title.",
    )
    # Any number of programs may have no page, while an empty slug of a unique column could be had by one only.
    marketing_slug_key = models.GeneratedField(
        expression=NullIf("marketing_slug", Value("")),
        output_field=models.CharField(max_length=255, null=True),
        db_persist=True,
        unique=True,
    )
    courses = SortedManyToManyField(
        "course_metadata.Course", related_name="programs", blank=True, limit_choices_to=OFFICIAL
    )
    order_courses_by_start_date = models.BooleanField(
        default=True,
        verbose_name="Order courses by start date",
        help_text="If not, courses stand in the order in which they were chosen.",
    )
    excluded_course_runs = models.ManyToManyField(
        "course_metadata.CourseRun", blank=True, limit_choices_to=OFFICIAL, help_text="Runs that do not count here."
    )
    authoring_organizations = SortedManyToManyField(
        "course_metadata.Organization", blank=True, related_name="authored_programs"
    )
    credit_backing_organizations = SortedManyToManyField(
        "course_metadata.Organization", blank=True, related_name="credit_backed_programs"
    )
    overview = models.TextField(null=True, blank=True)
    credit_redemption_overview = models.TextField(
        null=True, blank=True, help_text="How credit for the program is redeemed."
    )
    total_hours_of_effort = models.PositiveSmallIntegerField(null=True, blank=True)
    weeks_to_complete = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Kept for old data; the courses' own weeks are shown."
    )
    min_hours_effort_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    max_hours_effort_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    banner_image = StdImageField(
        upload_to=UploadTo("media/programs/banner_images"), blank=True, null=True, variations=BANNER_VARIATIONS
    )
    banner_image_url = models.URLField(max_length=200, null=True, blank=True, help_text="Kept for old data.")
    card_image = StdImageField(
        upload_to=UploadTo("media/programs/card_images"), blank=True, null=True, variations={"card": (378, 225)}
    )
    card_image_url = models.URLField(max_length=200, null=True, blank=True, help_text="For want of a card image.")
    video = models.ForeignKey("course_metadata.Video", models.CASCADE, null=True, blank=True)
    expected_learning_items = SortedManyToManyField("course_metadata.ExpectedLearningItem", blank=True)
    faq = SortedManyToManyField("course_metadata.FAQ", blank=True)
    instructor_ordering = SortedManyToManyField(
        "course_metadata.Person", blank=True, help_text="In which order the instructors of the courses are shown."
    )
    corporate_endorsements = SortedManyToManyField("course_metadata.CorporateEndorsement", blank=True)
    job_outlook_items = SortedManyToManyField("course_metadata.JobOutlookItem", blank=True)
    individual_endorsements = SortedManyToManyField("course_metadata.Endorsement", blank=True)
    one_click_purchase_enabled = models.BooleanField(
        default=True, help_text="May all courses of the program be bought at once?"
    )
    hidden = models.BooleanField(default=False, db_index=True, help_text="Not shown on the marketing site.")
    enrollment_count = models.IntegerField(null=True, blank=True, default=0)
    recent_enrollment_count = models.IntegerField(
        null=True, blank=True, default=0, help_text="Enrollments of the last six months."
    )
    credit_value = models.PositiveSmallIntegerField(
        blank=True, default=0, help_text="How many credits a learner gets for the program."
    )
    enterprise_subscription_inclusion = models.BooleanField(default=False, help_text="Calculated from the courses.")
    organization_short_code_override = models.CharField(max_length=255, blank=True)
    organization_logo_override = models.ImageField(
        upload_to=UploadTo("organization/logo_override"),
        null=True,
        blank=True,
        validators=[FileExtensionValidator(["png"])],
    )
    primary_subject_override = models.ForeignKey("course_metadata.Subject", models.SET_NULL, null=True, blank=True)
    level_type_override = models.ForeignKey("course_metadata.LevelType", models.SET_NULL, null=True, blank=True)
    language_override = models.ForeignKey("ietf_language_tags.LanguageTag", models.SET_NULL, null=True, blank=True)
    geolocation = models.ForeignKey(
        "course_metadata.GeoLocation", models.SET_NULL, null=True, blank=True, related_name="programs"
    )
    in_year_value = models.ForeignKey(
        "course_metadata.ProductValue", models.SET_NULL, null=True, blank=True, related_name="programs"
    )
    excluded_from_search = models.BooleanField("Excluded from search", null=True, blank=True, default=False)
    excluded_from_seo = models.BooleanField("Excluded from SEO (noindex)", null=True, blank=True, default=False)
    # PROTECT, as whoever deletes the form must say what happens to the program.
    taxi_form = models.OneToOneField(
        "course_metadata.TaxiForm", models.PROTECT, null=True, blank=True, related_name="program"
    )
    program_duration_override = models.CharField(
        max_length=20, null=True, blank=True, help_text="Shown in place of the calculated duration."
    )
    has_ofac_restrictions = models.BooleanField(
        "Add OFAC restriction text to the FAQ section", null=True, blank=True, default=None, choices=OFAC_RESTRICTIONS
    )
    ofac_comment = models.TextField(blank=True, default="")
    data_modified_timestamp = models.DateTimeField(
        default=timezone.now, null=True, blank=True, help_text="When the data of this program last changed."
    )

    labels = TaggableManager(blank=True, related_name="program_tags")

    objects = models.Manager.from_queryset(ProgramQuerySet)()
    # A degree keeps a history of its own, with the columns of both.
    history = HistoricalRecords(excluded_fields=["marketing_slug_key"], inherit=True)

    class Meta(TrackedHistoryModel.Meta):
        ordering = ["created"]
        get_latest_by = "created"

    def __str__(self) -> str:
        return f"{self.title} - {self.marketing_slug}"

    def clean(self) -> None:
        super().clean()
        # Django leaves generated columns out of what forms check.
        namesakes = Program.objects.filter(marketing_slug=self.marketing_slug).exclude(pk=self.pk)
        if self.marketing_slug and namesakes.exists():
            raise ValidationError({"marketing_slug": "Program with this Marketing slug already exists."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.data_modified_timestamp is None or self.has_changed:
            self.data_modified_timestamp = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "data_modified_timestamp"}
        super().save(*args, **kwargs)

    @property
    def type_slug(self) -> str | None:
        return self.type.slug if self.type else None

    @property
    def is_active(self) -> bool:
        return self.status == ProgramStatus.Active

    @property
    def degree_row(self) -> Any:
        """The Degree that this program is, or None. Prefetch or join `degree`."""
        return getattr(self, "degree", None)

    @property
    def is_2u_degree_program(self) -> bool:
        return self.degree_row is not None and hasattr(self.degree_row, "additional_metadata")

    @property
    def marketing_url(self) -> str | None:
        root = self.partner.marketing_site_url_root if self.partner else None
        return marketing.program_marketing_url(root, self.type_slug, self.marketing_slug)

    @property
    def card_image_link(self) -> str | None:
        """The URL of the uploaded card image, else the stored URL."""
        return self.card_image.url if self.card_image else self.card_image_url

    @property
    def organization_logo_override_url(self) -> str | None:
        return self.organization_logo_override.url if self.organization_logo_override else None

    @cached_property
    def excluded_run_ids(self) -> frozenset[int]:
        """Primary keys of the runs that do not count here; remembered for the life of this object."""
        return frozenset(run.pk for run in self.excluded_course_runs.all())

    def runs_of(self, course: Any) -> list[Any]:
        """Return the runs of one of the courses, minus the excluded ones, in the order of the course."""
        return [run for run in course.course_runs.all() if run.pk not in self.excluded_run_ids]

    @property
    def course_runs(self) -> list[Any]:
        """The runs of the courses in order, minus the excluded ones."""
        return [run for course in self.courses.all() for run in self.runs_of(course)]

    @property
    def ordered_courses(self) -> list[Any]:
        """The courses in the order in which they are shown."""
        courses = list(self.courses.all())
        if not self.order_courses_by_start_date:
            return courses
        return rules.by_start(
            (course, [rules.RunDates(run.start, run.enrollment_start) for run in self.runs_of(course)])
            for course in courses
        )

    @property
    def canonical_course_runs(self) -> list[Any]:
        """The canonical runs of the courses, minus the excluded ones; courses without one are left out."""
        return [run for course in self.courses.all() for run in self._canonical_run(course)]

    @property
    def weeks_to_complete_min(self) -> int | None:
        return rules.known_min(run.weeks_to_complete for run in self.canonical_course_runs)

    @property
    def weeks_to_complete_max(self) -> int | None:
        return rules.known_max(run.weeks_to_complete for run in self.canonical_course_runs)

    @property
    def course_run_statuses(self) -> list[str]:
        """The statuses of all runs of the courses, sorted; excluded runs count too."""
        return course_rules.course_run_statuses(
            (
                course_rules.RunStatus(run.status, run.hidden, run.end)
                for course in self.courses.all()
                for run in course.course_runs.all()
            ),
            timezone.now(),
        )

    @property
    def languages(self) -> list[Any]:
        """The languages of the runs (LanguageTag), each once, sorted by code."""
        return rules.distinct_by_code(run.language for run in self.course_runs if run.language_id)

    @property
    def active_languages(self) -> list[Any]:
        return [self.language_override] if self.language_override else self.languages

    @property
    def transcript_languages(self) -> list[Any]:
        """The languages of the runs' transcripts (LanguageTag), each once, sorted by code."""
        return rules.distinct_by_code(tag for run in self.course_runs for tag in run.transcript_languages.all())

    @property
    def subjects(self) -> list[Any]:
        """The subjects of the courses: the most frequent primary one, then the others by frequency."""
        return rules.ranked_subjects([list(course.subjects.all()) for course in self.courses.all()])

    @property
    def active_subjects(self) -> list[Any]:
        return rules.with_first(self.primary_subject_override, self.subjects)

    @property
    def topics(self) -> list[Any]:
        """The tags of the courses, each once, sorted by name."""
        tags = {tag.pk: tag for course in self.courses.all() for tag in course.topics.all()}
        return sorted(tags.values(), key=lambda tag: tag.name)

    @property
    def applicable_seat_types(self) -> list[Any]:
        """The seat types (SeatType) that count here; none without a program type."""
        return list(self.type.applicable_seat_types.all()) if self.type else []

    @property
    def applicable_seat_type_slugs(self) -> frozenset[str]:
        return frozenset(seat_type.slug for seat_type in self.applicable_seat_types)

    @property
    def seats(self) -> list[Any]:
        return self._applicable_seats(self.course_runs)

    @property
    def canonical_seats(self) -> list[Any]:
        return self._applicable_seats(self.canonical_course_runs)

    def _applicable_seats(self, runs: list[Any]) -> list[Any]:
        applicable = self.applicable_seat_type_slugs
        return [seat for run in runs for seat in run.seats.all() if seat.type_id in applicable]

    @property
    def seat_types(self) -> list[str]:
        """The slugs of the types of the seats, sorted."""
        return sorted({seat.type_id for seat in self.seats})

    @property
    def entitlements(self) -> list[Any]:
        """What the courses sell by themselves, of the modes that count here."""
        return [entitlement for course in self.courses.all() for entitlement in self._entitlements_of(course)]

    def _entitlements_of(self, course: Any) -> list[Any]:
        modes = {seat_type.pk for seat_type in self.applicable_seat_types}
        return [entitlement for entitlement in course.entitlements.all() if entitlement.mode_id in modes]

    @property
    def price_ranges(self) -> list[pricing.PriceRange]:
        """What the program costs, one range a currency, by the canonical runs' seats and the entitlements."""
        return pricing.price_ranges(
            [
                pricing.CourseOffers(
                    seats=[
                        pricing.SeatOffer(seat.currency_id, seat.price, run.start, run.end, run.enrollment_start)
                        for run in self._canonical_run(course)
                        for seat in self._applicable_seats([run])
                    ],
                    entitlements=[
                        pricing.EntitlementOffer(entitlement.currency_id, entitlement.price)
                        for entitlement in self._entitlements_of(course)
                    ],
                )
                for course in self.courses.all()
            ],
            timezone.now(),
        )

    def _canonical_run(self, course: Any) -> list[Any]:
        run = course.canonical_course_run
        return [run] if run is not None and run.pk not in self.excluded_run_ids else []

    @property
    def start(self) -> datetime | None:
        """The earliest start of the runs, or None."""
        return rules.known_min(run.start for run in self.course_runs)

    @property
    def staff(self) -> list[Any]:
        """Who teaches the advertised runs of the courses, each once, in order of appearance."""
        runs = (course.advertised_course_run for course in self.courses.all())
        people = (person for run in runs if run is not None for person in run.staff.all())
        return list({person.pk: person for person in people}.values())

    @property
    def is_program_eligible_for_one_click_purchase(self) -> bool:
        """Whether everything that the program needs can be bought at once, now."""
        if not self.one_click_purchase_enabled:
            return False
        slugs = self.applicable_seat_type_slugs
        return pricing.is_one_click_eligible(
            pricing.PurchaseFacts(
                entitlements=len(self._entitlements_of(course)),
                runs=[
                    pricing.RunOnSale(run.status, bool(run.enrollable_seats(slugs or None)))
                    for run in self.runs_of(course)
                ],
            )
            for course in self.courses.all()
        )

    @property
    def computed_subscription_inclusion(self) -> bool:
        """Whether the program belongs to the enterprise subscription, by its type and its courses."""
        return enterprise_subscription.program_inclusion(
            self.type_slug, [course.enterprise_subscription_inclusion for course in self.courses.all()]
        )

    @property
    def is_marketable(self) -> bool:
        return rules.is_marketable(self.status, self.marketing_slug)
