from django.db import models
from simple_history.models import HistoricalRecords

from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.timestamps import TimeStampedModel


class _NamedMarket(TimeStampedModel):
    name = models.CharField(max_length=255, unique=True)
    slug = AutoSlugField(
        populate_from=("name",), regenerate_on_create=True, max_length=255, unique=True, editable=False
    )
    is_active = models.BooleanField(default=True, help_text="Inactive ones are not offered to who tags courses.")

    class Meta(TimeStampedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name


class Vertical(_NamedMarket):
    """A market: Technology, Business, ..."""

    history = HistoricalRecords(excluded_fields=["slug"])

    class Meta(_NamedMarket.Meta):
        ordering = ["name"]


class SubVertical(_NamedMarket):
    """A part of a market."""

    vertical = models.ForeignKey(Vertical, models.CASCADE, related_name="sub_verticals")
    history = HistoricalRecords(excluded_fields=["slug"])

    class Meta(_NamedMarket.Meta):
        ordering = ["name"]
