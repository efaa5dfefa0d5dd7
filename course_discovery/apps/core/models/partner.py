from django.conf import settings
from django.contrib.sites.models import Site
from django.db import models
from simple_history.models import HistoricalRecords

from course_discovery.lib.timestamps import TimeStampedModel


def _endpoint(verbose_name: str) -> models.URLField:
    return models.URLField(verbose_name=verbose_name, max_length=255, null=True, blank=True)


class Partner(TimeStampedModel):
    """A tenant: an organization that runs a platform. The site of a request selects its partner."""

    name = models.CharField(max_length=128, unique=True)
    short_code = models.CharField(
        max_length=8, unique=True, help_text="Names the partner in commands, search documents and queries."
    )
    site = models.OneToOneField(Site, on_delete=models.PROTECT)

    courses_api_url = _endpoint("Courses API URL")
    lms_coursemode_api_url = _endpoint("Course mode API URL")
    ecommerce_api_url = _endpoint("E-Commerce API URL")
    organizations_api_url = _endpoint("Organizations API URL")
    programs_api_url = _endpoint("Programs API URL")
    marketing_site_api_url = _endpoint("Marketing site API URL")
    marketing_site_url_root = _endpoint("Marketing site URL")
    studio_url = _endpoint("Studio URL")
    publisher_url = _endpoint("Publisher URL")
    lms_url = _endpoint("LMS URL")
    lms_admin_url = _endpoint("LMS admin URL")

    marketing_site_api_username = models.CharField(max_length=255, null=True, blank=True)
    marketing_site_api_password = models.CharField(max_length=255, null=True, blank=True)
    analytics_url = models.URLField(max_length=255, blank=True, default="")
    analytics_token = models.CharField(max_length=255, blank=True, default="")

    # Secrets stay out of the audit rows.
    history = HistoricalRecords(excluded_fields=["marketing_site_api_password", "analytics_token"])

    class Meta:
        verbose_name = "Partner"

    def __str__(self) -> str:
        return self.name

    @property
    def has_marketing_site(self) -> bool:
        return bool(self.marketing_site_url_root)

    @property
    def uses_publisher(self) -> bool:
        return settings.ENABLE_PUBLISHER and bool(self.publisher_url)


class SalesforceConfiguration(models.Model):
    """The CRM of a partner; a partner without a row has none."""

    partner = models.OneToOneField(Partner, on_delete=models.CASCADE, related_name="salesforce")
    username = models.CharField(max_length=255)
    password = models.CharField(max_length=255)
    organization_id = models.CharField(max_length=255, blank=True, default="")
    security_token = models.CharField(max_length=255, blank=True, default="")
    is_sandbox = models.BooleanField(default=True)
    case_record_type_id = models.CharField(max_length=255, null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["password", "security_token"])

    def __str__(self) -> str:
        return f"Salesforce of {self.partner}"
