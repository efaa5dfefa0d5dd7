from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from course_discovery.apps.publisher.choices import InternalUserRole
from course_discovery.lib.timestamps import TimeStampedModel


class OrganizationUserRole(TimeStampedModel):
    """Somebody who looks after an organization on behalf of the platform."""

    organization = models.ForeignKey(
        "course_metadata.Organization", models.CASCADE, related_name="organization_user_roles"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="organization_user_roles")
    role = models.CharField(max_length=63, choices=InternalUserRole.choices)
    history = HistoricalRecords()

    class Meta(TimeStampedModel.Meta):
        unique_together = (("organization", "user", "role"),)

    def __str__(self) -> str:
        return f"{self.organization}: {self.user}: {self.role}"
