import uuid
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from stdimage.models import StdImageField

from course_discovery.apps.learner_pathway.choices import PathwayStatus
from course_discovery.apps.learner_pathway.rules import times
from course_discovery.apps.programs.models.program import BANNER_VARIATIONS
from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.upload_names import UploadTo


class LearnerPathway(TimeStampedModel):
    """A way through courses and programs. Its steps have no order but their age.

    Properties look at steps and nodes through `all()`; `selectors.pathways.pathways_with_times` loads what they need.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="UUID")
    title = models.CharField(max_length=255)
    partner = models.ForeignKey("core.Partner", models.CASCADE, null=True)
    visible_via_association = models.BooleanField(
        default=True, help_text="Show it on the pages of its courses and programs."
    )
    status = models.CharField(
        max_length=16,
        choices=PathwayStatus.choices,
        default=PathwayStatus.INACTIVE,
        help_text="Only active pathways are served.",
    )
    banner_image = StdImageField(
        upload_to=UploadTo("media/learner_pathways/banner_images"), blank=True, null=True, variations=BANNER_VARIATIONS
    )
    card_image = StdImageField(
        upload_to=UploadTo("media/learner_pathways/card_images"), blank=True, null=True, variations={"card": (378, 225)}
    )
    overview = models.TextField(blank=True, default="")

    class Meta(TimeStampedModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.title}"

    @property
    def time_of_completion(self) -> float:
        """Hours, about."""
        return times.pathway_hours(step.hours_range for step in self.steps.all())


class LearnerPathwayStep(models.Model):
    """A step: `min_requirement` of its nodes must be completed."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="UUID")
    pathway = models.ForeignKey(LearnerPathway, models.CASCADE, related_name="steps")
    min_requirement = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1)],
        verbose_name="Minimum requirement",
        help_text="How many of its courses, programs and blocks must be completed.",
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Step {self.pk} of {self.pathway}"

    @property
    def nodes(self) -> list[Any]:
        """The courses, then the programs, then the blocks."""
        return [*self.courses.all(), *self.programs.all(), *self.blocks.all()]

    @property
    def hours_range(self) -> times.HoursRange:
        return times.step_hours([node.estimated_hours for node in self.nodes], self.min_requirement)
