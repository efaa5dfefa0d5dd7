from django.db import models

from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.tracked import TrackedModel

DEFAULT_PER_LEAD = 0
DEFAULT_PER_CLICK = 5


class ProductValue(TimeStampedModel, TrackedModel):
    """What a lead or a click is worth in U.S. dollars. The defaults also hold for products without row."""

    per_lead_usa = models.IntegerField("U.S. value per lead", null=True, blank=True, default=DEFAULT_PER_LEAD)
    per_lead_international = models.IntegerField(
        "International value per lead", null=True, blank=True, default=DEFAULT_PER_LEAD
    )
    per_click_usa = models.IntegerField("U.S. value per click", null=True, blank=True, default=DEFAULT_PER_CLICK)
    per_click_international = models.IntegerField(
        "International value per click", null=True, blank=True, default=DEFAULT_PER_CLICK
    )

    def __str__(self) -> str:
        return f"{self.per_lead_usa}/{self.per_lead_international}, {self.per_click_usa}/{self.per_click_international}"
