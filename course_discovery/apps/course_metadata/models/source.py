from django.db import models
from sortedm2m.fields import SortedManyToManyField

from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.timestamps import TimeStampedModel


class Source(TimeStampedModel):
    """Where products come from: the platform itself, or a vendor whose products are offered along with its own."""

    name = models.CharField(max_length=255, help_text="Name of the source of products.")
    slug = AutoSlugField(
        populate_from=("name",), max_length=255, help_text="Leave this field blank to have it made of the name."
    )
    description = models.CharField(max_length=255, blank=True, default="")
    ofac_restricted_program_types = SortedManyToManyField(
        "programs.ProgramType",
        related_name="ofac_restricted_source",
        blank=True,
        help_text="Programs of this source and of these types get OFAC restrictions.",
    )

    def __str__(self) -> str:
        return self.name
