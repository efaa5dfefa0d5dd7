"""What the catalogue knows of products that another platform runs: executive education and bootcamps."""

from django.db import models
from taggit.managers import TaggableManager

from course_discovery.apps.course_metadata.choices import ExternalCourseMarketingType, ProductStatus
from course_discovery.apps.course_metadata.models.fields import NullHtmlField
from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.tracked import TrackedModel


class HeadedText(TimeStampedModel, TrackedModel):
    heading = models.CharField(max_length=255, blank=True)
    blurb = NullHtmlField()

    class Meta(TimeStampedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.heading or self.blurb or ""


class Fact(HeadedText):
    """A fact about an external product."""


class CertificateInfo(HeadedText):
    """What is told about the certificate of an external product."""


class ProductMeta(TimeStampedModel, TrackedModel):
    """What search engines read on the page of an external product."""

    title = models.CharField(max_length=200, default="", null=True, blank=True)
    description = models.CharField(max_length=255, default="", null=True, blank=True)
    keywords = TaggableManager(blank=True, related_name="product_metas")

    def __str__(self) -> str:
        return self.title or ""


class TaxiForm(TimeStampedModel, TrackedModel):
    """A lead form that is shown in place of the marketing site's own."""

    form_id = models.CharField(max_length=75, blank=True, default="")
    grouping = models.CharField(max_length=50, blank=True, default="")
    title = models.CharField(max_length=255, default=None, null=True, blank=True)
    subtitle = models.CharField(max_length=255, default=None, null=True, blank=True)
    post_submit_url = models.URLField(max_length=200, default=None, null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.title}({self.form_id})"


class AdditionalMetadata(TimeStampedModel, TrackedModel):
    """The part of a course that exists for external products only."""

    external_url = models.URLField(max_length=511, help_text="The paid landing page at the other platform.")
    external_identifier = models.CharField(max_length=255, blank=True)
    lead_capture_form_url = models.URLField(max_length=511, blank=True)
    organic_url = models.URLField(max_length=511, blank=True, help_text="The organic landing page.")
    facts = models.ManyToManyField(Fact, blank=True, related_name="related_course_additional_metadata")
    certificate_info = models.ForeignKey(
        CertificateInfo, models.CASCADE, null=True, blank=True, related_name="related_course_additional_metadata"
    )
    start_date = models.DateTimeField(null=True, blank=True)
    end_date = models.DateTimeField(null=True, blank=True)
    registration_deadline = models.DateTimeField(null=True, blank=True)
    variant_id = models.UUIDField(null=True, blank=True, editable=False)
    course_term_override = models.CharField(max_length=20, null=True, blank=True)
    # PROTECT, as whoever deletes one of these two must say what happens to the course.
    product_meta = models.OneToOneField(
        ProductMeta, models.PROTECT, null=True, blank=True, related_name="product_additional_metadata"
    )
    taxi_form = models.OneToOneField(
        TaxiForm, models.PROTECT, null=True, blank=True, related_name="additional_metadata"
    )
    product_status = models.CharField(max_length=50, choices=ProductStatus.choices, default=ProductStatus.Published)
    external_course_marketing_type = models.CharField(
        max_length=50, choices=ExternalCourseMarketingType.choices, null=True, blank=True
    )
    display_on_org_page = models.BooleanField(default=True)

    class Meta(TimeStampedModel.Meta):
        verbose_name_plural = "Additional metadata"

    def __str__(self) -> str:
        return f"{self.external_url} - {self.external_identifier}"

    @property
    def has_changed(self) -> bool:
        """Whether a column of this row changed, or one of its product meta or taxi form as loaded with it."""
        parts = (self._state.fields_cache.get(name) for name in ("product_meta", "taxi_form"))
        return bool(self.changes()) or any(part is not None and part.has_changed for part in parts)
