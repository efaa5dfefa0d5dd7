"""Degrees, and what their pages list. Dates and amounts are texts as they are shown."""

from django.db import models
from simple_history.models import HistoricalRecords
from sortedm2m.fields import SortedManyToManyField
from stdimage.models import StdImageField

from course_discovery.apps.course_metadata.models.history import TrackedHistoryModel
from course_discovery.apps.programs.choices import QuickFactIcon
from course_discovery.apps.programs.models.program import BANNER_VARIATIONS, Program
from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.tracked import TrackedModel
from course_discovery.lib.upload_names import UploadTo


class Ranking(TimeStampedModel, TrackedModel):
    """A place in somebody's list of the best."""

    rank = models.CharField(max_length=10, help_text="The place itself, such as #1.")
    description = models.CharField(max_length=255, help_text="What the place is in.")
    source = models.CharField(max_length=100, help_text="Who ranks.")

    def __str__(self) -> str:
        return self.description


class Specialization(TimeStampedModel, TrackedModel):
    value = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.value


class Degree(Program):
    """A program that leads to an academic degree. It shares its key with its row as a program."""

    apply_url = models.CharField("Apply URL", max_length=255, blank=True)
    overall_ranking = models.CharField(max_length=255, blank=True)
    banner_border_color = models.CharField(max_length=6, blank=True, help_text="6 hex digits, without #.")
    campus_image = models.ImageField(upload_to=UploadTo("media/degree_marketing/campus_images/"), null=True, blank=True)
    title_background_image = models.ImageField(
        upload_to=UploadTo("media/degree_marketing/campus_images/"), null=True, blank=True
    )
    prerequisite_coursework = models.TextField(default="TBD")
    application_requirements = models.TextField(default="TBD")
    costs_fine_print = models.TextField(null=True, blank=True, help_text="Stands below the costs.")
    deadlines_fine_print = models.TextField(null=True, blank=True, help_text="Stands below the deadlines.")
    rankings = SortedManyToManyField(Ranking, blank=True)
    lead_capture_list_name = models.CharField(max_length=255, default="Master_default")
    lead_capture_image = StdImageField(
        upload_to=UploadTo("media/degree_marketing/lead_capture_images/"),
        null=True,
        blank=True,
        variations=BANNER_VARIATIONS,
    )
    hubspot_lead_capture_form_id = models.CharField(max_length=128, null=True, blank=True)
    micromasters_url = models.URLField("MicroMasters URL", max_length=255, null=True, blank=True)
    micromasters_long_title = models.CharField(max_length=255, null=True, blank=True)
    micromasters_long_description = models.TextField(null=True, blank=True)
    micromasters_background_image = StdImageField(
        upload_to=UploadTo("media/degree_marketing/micromasters_images/"),
        null=True,
        blank=True,
        variations={size: BANNER_VARIATIONS[size] for size in ("large", "medium", "small")},
    )
    micromasters_org_name_override = models.CharField(max_length=50, null=True, blank=True)
    search_card_ranking = models.CharField(max_length=50, null=True, blank=True, help_text="Shown on search cards.")
    search_card_cost = models.CharField(max_length=50, null=True, blank=True, help_text="Shown on search cards.")
    search_card_courses = models.CharField(max_length=50, null=True, blank=True, help_text="Shown on search cards.")
    specializations = SortedManyToManyField(Specialization, blank=True)
    display_on_org_page = models.BooleanField(default=False)

    class Meta(Program.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"Degree: {self.title}"


class DegreeAdditionalMetadata(TimeStampedModel, TrackedModel):
    """Marks a degree that another platform runs, and tells where."""

    external_url = models.URLField(max_length=511, blank=True)
    external_identifier = models.CharField(max_length=255, blank=True)
    organic_url = models.URLField(max_length=511, blank=True)
    degree = models.OneToOneField(Degree, models.CASCADE, null=True, related_name="additional_metadata")

    class Meta(TimeStampedModel.Meta):
        verbose_name_plural = "Degree additional metadata"

    def __str__(self) -> str:
        return f"{self.external_url} - {self.external_identifier}"


class IconTextPairing(TimeStampedModel, TrackedModel):
    """A fact with a picture."""

    degree = models.ForeignKey(Degree, models.CASCADE, related_name="quick_facts")
    icon = models.CharField(max_length=100, choices=QuickFactIcon.choices)
    text = models.CharField(max_length=255)

    class Meta(TimeStampedModel.Meta):
        verbose_name = "Quick fact"

    def __str__(self) -> str:
        return self.text


class DegreeDeadline(TrackedHistoryModel):
    degree = models.ForeignKey(Degree, models.CASCADE, null=True, related_name="deadlines")
    semester = models.CharField(max_length=255, help_text="For which semester one applies.")
    name = models.CharField(max_length=255, help_text="What ends then.")
    date = models.CharField(max_length=255, help_text="The day as it is shown.")
    time = models.CharField(max_length=255, blank=True, help_text="The time of day as it is shown.")

    history = HistoricalRecords()

    class Meta(TrackedHistoryModel.Meta):
        ordering = ["created"]

    def __str__(self) -> str:
        return f"{self.name} {self.date}"


class DegreeCost(TrackedHistoryModel):
    degree = models.ForeignKey(Degree, models.CASCADE, null=True, related_name="costs")
    description = models.CharField(max_length=255, help_text="What is paid for.")
    amount = models.CharField(max_length=255, help_text="The sum as it is shown.")

    history = HistoricalRecords()

    class Meta(TrackedHistoryModel.Meta):
        ordering = ["created"]

    def __str__(self) -> str:
        return f"{self.description}, {self.amount}"
