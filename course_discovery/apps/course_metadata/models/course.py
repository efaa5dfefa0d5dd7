"""Courses."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords
from sortedm2m.fields import SortedManyToManyField
from stdimage.models import StdImageField
from taggit.managers import TaggableManager

from course_discovery.apps.course_metadata.choices import CourseEnds, CourseLength
from course_discovery.apps.course_metadata.constants import EXTERNAL_COURSE_TYPES
from course_discovery.apps.course_metadata.models.drafts import DraftPair, PairUniqueConstraint
from course_discovery.apps.course_metadata.models.fields import NullHtmlField
from course_discovery.apps.course_metadata.models.history import TrackedHistoryModel
from course_discovery.apps.course_metadata.querysets.courses import CourseQuerySet
from course_discovery.apps.course_metadata.querysets.drafts import OfficialManager
from course_discovery.apps.course_metadata.rules import course as rules
from course_discovery.apps.course_metadata.rules import enterprise_subscription, slugs
from course_discovery.lib.email_list_field import EmailListField
from course_discovery.lib.exact_char_field import ExactCharField
from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.upload_names import UploadTo


class Course(DraftPair, TrackedHistoryModel):
    """A course: what its runs have in common.

    Properties that look at runs use `course_runs.all()`, so that whoever prefetches the runs decides which count,
    and that lists cost no query a row.
    """

    untracked_columns = ("data_modified_timestamp",)

    partner = models.ForeignKey("core.Partner", on_delete=models.CASCADE)
    uuid = models.UUIDField(default=uuid.uuid4, verbose_name="UUID")
    key = ExactCharField(max_length=255, db_index=True)
    key_for_reruns = models.CharField(
        max_length=255, blank=True, help_text="Takes the place of the key when keys of new runs are made."
    )
    number = models.CharField(max_length=50, null=True, blank=True, help_text="Kept for old data.")
    title = models.CharField(max_length=255, default=None, null=True, blank=True)
    url_slug = AutoSlugField(
        populate_from=("title",), unique_within=("partner",), max_length=50, help_text="Kept for old data."
    )
    canonical_course_run = models.OneToOneField(
        "course_metadata.CourseRun", models.CASCADE, null=True, blank=True, related_name="canonical_for_course"
    )
    short_description = NullHtmlField()
    full_description = NullHtmlField()
    outcome = NullHtmlField()
    prerequisites_raw = NullHtmlField()
    syllabus_raw = NullHtmlField()
    faq = NullHtmlField(verbose_name="FAQ")
    learner_testimonials = NullHtmlField()
    additional_information = models.TextField(null=True, blank=True, help_text="HTML that is not checked.")
    extra_description = models.ForeignKey("course_metadata.AdditionalPromoArea", models.CASCADE, null=True, blank=True)
    additional_metadata = models.ForeignKey(
        "course_metadata.AdditionalMetadata", models.CASCADE, null=True, blank=True, related_name="related_courses"
    )
    course_length = models.CharField(max_length=64, blank=True, choices=CourseLength.choices)
    authoring_organizations = SortedManyToManyField(
        "course_metadata.Organization", blank=True, related_name="authored_courses"
    )
    sponsoring_organizations = SortedManyToManyField(
        "course_metadata.Organization", blank=True, related_name="sponsored_courses"
    )
    collaborators = SortedManyToManyField(
        "course_metadata.Collaborator", blank=True, related_name="courses_collaborated"
    )
    subjects = SortedManyToManyField("course_metadata.Subject", blank=True, help_text="The first is the primary one.")
    prerequisites = models.ManyToManyField("course_metadata.Prerequisite", blank=True)
    level_type = models.ForeignKey("course_metadata.LevelType", models.CASCADE, null=True, blank=True)
    expected_learning_items = SortedManyToManyField("course_metadata.ExpectedLearningItem", blank=True)
    card_image_url = models.URLField(max_length=200, null=True, blank=True)
    image = StdImageField(
        upload_to=UploadTo("media/course/image"),
        blank=True,
        null=True,
        variations={"original": (1134, 675), "small": (378, 225)},
        help_text="The picture of the course card and page.",
    )
    video = models.ForeignKey("course_metadata.Video", models.CASCADE, null=True, blank=True)
    enrollment_count = models.IntegerField(null=True, blank=True, default=0)
    recent_enrollment_count = models.IntegerField(
        null=True, blank=True, default=0, help_text="Enrollments of the last six months."
    )
    product_source = models.ForeignKey(
        "course_metadata.Source", models.SET_NULL, null=True, blank=True, related_name="courses"
    )
    salesforce_id = models.CharField(max_length=255, null=True, blank=True)
    salesforce_case_id = models.CharField(max_length=255, null=True, blank=True)
    type = models.ForeignKey("course_metadata.CourseType", models.CASCADE, null=True)
    organization_short_code_override = models.CharField(max_length=255, blank=True)
    organization_logo_override = models.ImageField(
        upload_to=UploadTo("organization/logo_override"),
        null=True,
        blank=True,
        validators=[FileExtensionValidator(["png"])],
    )
    geolocation = models.ForeignKey(
        "course_metadata.GeoLocation", models.SET_NULL, null=True, blank=True, related_name="courses"
    )
    location_restriction = models.ForeignKey(
        "course_metadata.CourseLocationRestriction", models.SET_NULL, null=True, blank=True, related_name="courses"
    )
    in_year_value = models.ForeignKey(
        "course_metadata.ProductValue", models.SET_NULL, null=True, blank=True, related_name="courses"
    )
    data_modified_timestamp = models.DateTimeField(
        default=timezone.now, null=True, blank=True, help_text="When the data of this course last changed."
    )
    enterprise_subscription_inclusion = models.BooleanField(null=True, help_text="Calculated; see the opt-out.")
    enterprise_subscription_opt_out = models.BooleanField(
        default=False, help_text="Keep this course out of the enterprise subscription, whatever its organizations say."
    )
    excluded_from_search = models.BooleanField("Excluded from search", null=True, blank=True, default=False)
    excluded_from_seo = models.BooleanField("Excluded from SEO (noindex)", null=True, blank=True, default=False)
    watchers = EmailListField(blank=True, help_text="Who is told by e-mail when the course goes live; one a line.")

    topics = TaggableManager(blank=True, related_name="course_topics")

    objects = OfficialManager.from_queryset(CourseQuerySet)()
    everything = models.Manager.from_queryset(CourseQuerySet)()
    history = HistoricalRecords(excluded_fields=["url_slug"])

    class Meta(TrackedHistoryModel.Meta):
        ordering = ["id"]
        constraints = [
            PairUniqueConstraint(fields=["partner", "uuid", "draft"], name="unique_course_uuid"),
            PairUniqueConstraint(fields=["partner", "key", "draft"], name="unique_course_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.data_modified_timestamp is None or (self.draft and self.has_changed):
            self.data_modified_timestamp = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "data_modified_timestamp"}
        super().save(*args, **kwargs)

    @property
    def type_slug(self) -> str | None:
        return self.type.slug if self.type else None

    @property
    def image_url(self) -> str | None:
        if not self.image:
            return self.card_image_url
        # `image.small` is there only once a row has been loaded.
        return self.image.storage.url(self.image.get_variation_name(self.image.name, "small"))

    @property
    def original_image_url(self) -> str | None:
        return self.image.url if self.image else None

    @property
    def organization_logo_override_url(self) -> str | None:
        return self.organization_logo_override.url if self.organization_logo_override else None

    @property
    def is_external_course(self) -> bool:
        return self.type_slug in EXTERNAL_COURSE_TYPES

    @property
    def is_open_course(self) -> bool:
        """Whether this is a course of the platform itself."""
        source = self.product_source.slug if self.product_source else None
        return not self.is_external_course and source == settings.DEFAULT_PRODUCT_SOURCE_SLUG

    @property
    def active_url_slug(self) -> str | None:
        """The slug of the course page. A draft without a slug of its own has that of its official row."""
        own = next((slug for slug in self.url_slug_history.all() if slug.is_active), None)
        if own is None and self.draft and self.official_version:
            own = next((slug for slug in self.official_version.url_slug_history.all() if slug.is_active_on_draft), None)
        return own.url_slug if own else None

    @property
    def url_path(self) -> str | None:
        return slugs.url_path(self.active_url_slug)

    @property
    def marketing_url(self) -> str | None:
        return slugs.course_marketing_url(self.partner.marketing_site_url_root, self.active_url_slug)

    @property
    def preview_url(self) -> str | None:
        return slugs.course_preview_url(self.partner.marketing_site_url_root, self.active_url_slug)

    @property
    def active_course_runs(self) -> list[Any]:
        """The runs with a known end that is to come and with enrollment not over."""
        return [run for run in self.course_runs.all() if run.is_active_by_dates]

    @property
    def end_date(self) -> datetime | None:
        return rules.end_date((run.status, run.end) for run in self.course_runs.all())

    @property
    def course_ends(self) -> CourseEnds:
        return rules.course_ends(self.end_date, timezone.now())

    def languages(self, exclude_inactive_runs: bool = False) -> list[str]:
        """Return the names of the runs' languages, each once, in the order of the runs."""
        runs = (run for run in self.course_runs.all() if not exclude_inactive_runs or run.is_active)
        return list(dict.fromkeys(run.language.display_name for run in runs if run.language))

    def languages_codes(self, exclude_inactive_runs: bool = False) -> str:
        """Return the sorted codes of the languages of the unrestricted runs, joined by `, `."""
        runs = self.active_course_runs if exclude_inactive_runs else self.course_runs.all()
        return ", ".join(sorted({run.language_id for run in runs if run.language_id and not run.is_restricted}))

    @property
    def first_enrollable_paid_seat_price(self) -> int | None:
        """The price of the first active run, by key, that sells a paid seat."""
        for run in sorted(self.active_course_runs, key=lambda run: run.key.lower()):
            if run.has_enrollable_paid_seats:
                return run.first_enrollable_paid_seat_price
        return None

    @property
    def course_run_statuses(self) -> list[str]:
        return rules.course_run_statuses(
            (rules.RunStatus(run.status, run.hidden, run.end) for run in self.course_runs.all()), timezone.now()
        )

    @property
    def is_active(self) -> bool:
        return any(run.is_active for run in self.course_runs.all())

    @property
    def has_marketable_run(self) -> bool:
        return any(run.is_marketable for run in self.course_runs.all())

    @cached_property
    def advertised_course_run(self) -> Any:
        """The run that the course page advertises, or None; remembered for the life of this object."""
        return rules.advertised_run((run, run.advertising_facts) for run in self.course_runs.all() if run.is_marketable)

    def computed_subscription_inclusion(self, organizations: Iterable[Any] | None = None) -> bool:
        """Return whether the course belongs to the enterprise subscription, by its type and authoring organizations."""
        authors = self.authoring_organizations.all() if organizations is None else organizations
        return enterprise_subscription.course_inclusion(
            self.type_slug,
            self.enterprise_subscription_opt_out,
            [organization.enterprise_subscription_inclusion for organization in authors],
        )
