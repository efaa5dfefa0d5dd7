"""Schools, companies and others who author and sponsor courses."""

import uuid
from typing import Any

from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords
from taggit.managers import TaggableManager

from course_discovery.apps.course_metadata.models.history import TrackedHistoryModel
from course_discovery.apps.course_metadata.rules.slugs import organization_marketing_url
from course_discovery.lib.exact_char_field import ExactCharField
from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.upload_names import UploadTo

validate_key = RegexValidator(
    r"^[a-zA-Z0-9._-]*$",
    "Please do not use any spaces or special characters other than period, underscore or hyphen in the key field.",
)
validate_hex_color = RegexValidator(
    r"^([a-fA-F0-9]{3}){1,2}\Z", "Hex color must be 3 or 6 A-F or numeric form", code="invalid_hex_color"
)
only_png = FileExtensionValidator(["png"])


class Organization(TrackedHistoryModel):
    """An author or sponsor of courses; its key is the first part of the keys of its courses."""

    untracked_columns = ("data_modified_timestamp",)

    partner = models.ForeignKey("core.Partner", on_delete=models.CASCADE, null=True)
    uuid = models.UUIDField(default=uuid.uuid4, verbose_name="UUID")
    key = ExactCharField(max_length=255, validators=[validate_key], help_text="The first part of its courses' keys.")
    name = models.CharField(max_length=255, blank=True)
    certificate_name = models.CharField(
        max_length=255, null=True, blank=True, help_text="The name on certificates, if it differs from the name."
    )
    slug = AutoSlugField(populate_from=("key",), regenerate_on_create=True, max_length=50, editable=False)
    description = models.TextField(null=True, blank=True)
    description_es = models.TextField("Spanish description", blank=True, default="")
    homepage_url = models.URLField(max_length=255, null=True, blank=True)
    logo_image = models.ImageField(
        upload_to=UploadTo("organization/logos"), null=True, blank=True, validators=[only_png]
    )
    certificate_logo_image = models.ImageField(
        upload_to=UploadTo("organization/certificate_logos"), null=True, blank=True, validators=[only_png]
    )
    banner_image = models.ImageField(upload_to=UploadTo("organization/banner_images"), null=True, blank=True)
    salesforce_id = models.CharField(max_length=255, null=True, blank=True)
    auto_generate_course_run_keys = models.BooleanField(
        "Automatically generate course run keys",
        default=True,
        help_text="Are the keys of new runs made by the service? If not, editors choose the term.",
    )
    enterprise_subscription_inclusion = models.BooleanField(
        default=False, help_text="May its courses be part of the enterprise subscription?"
    )
    organization_hex_color = models.CharField(
        max_length=6, null=True, blank=True, validators=[validate_hex_color], help_text="3 or 6 hex digits, without #."
    )
    data_modified_timestamp = models.DateTimeField(
        default=timezone.now, null=True, blank=True, help_text="When the data of this organization last changed."
    )

    tags = TaggableManager(blank=True)
    history = HistoricalRecords(excluded_fields=["slug"])

    class Meta(TrackedHistoryModel.Meta):
        ordering = ["created"]
        unique_together = (("partner", "key"), ("partner", "uuid"))

    def __str__(self) -> str:
        return f"{self.key}: {self.name}" if self.name and self.name != self.key else self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.data_modified_timestamp is None or self.has_changed:
            self.data_modified_timestamp = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "data_modified_timestamp"}
        super().save(*args, **kwargs)

    @property
    def marketing_url(self) -> str | None:
        return organization_marketing_url(self.partner.marketing_site_url_root, self.slug) if self.partner else None


class OrganizationMapping(models.Model):
    """What a product source calls an organization."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    source = models.ForeignKey("course_metadata.Source", on_delete=models.CASCADE)
    organization_external_key = ExactCharField(max_length=255, help_text="Its key at the product source.")

    class Meta:
        unique_together = (("source", "organization_external_key"),)

    def __str__(self) -> str:
        return f"{self.source} - {self.organization_external_key} -> {self.organization}"
