from django.contrib.auth.models import Group
from django.db import models
from simple_history.models import HistoricalRecords

from course_discovery.lib.timestamps import TimeStampedModel


class OrganizationExtension(TimeStampedModel):
    """The group whose members edit the courses of an organization."""

    organization = models.OneToOneField(
        "course_metadata.Organization", models.CASCADE, related_name="organization_extension"
    )
    group = models.OneToOneField(Group, models.CASCADE, related_name="organization_extension")
    history = HistoricalRecords()

    class Meta(TimeStampedModel.Meta):
        permissions = (
            ("publisher_edit_course", "Can edit course"),
            ("publisher_edit_course_run", "Can edit course run"),
            ("publisher_view_course", "Can view course"),
            ("publisher_view_course_run", "Can view the course run"),
        )

    def __str__(self) -> str:
        return f"{self.organization}: {self.group}"
