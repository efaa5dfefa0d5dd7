"""Where products take place, and where they may be offered."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from course_discovery.apps.course_metadata.choices import LocationRestrictionType
from course_discovery.apps.course_metadata.rules.locations import CONTIGUOUS_STATES, COUNTRY_CODES, unknown_codes
from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.tracked import TrackedModel


class GeoLocation(TimeStampedModel, TrackedModel):
    """A named point of the earth. Products share it, so it is replaced rather than moved."""

    location_name = models.CharField(max_length=128, null=True)
    lat = models.DecimalField(
        "Latitude",
        max_digits=14,
        decimal_places=11,
        null=True,
        validators=[MinValueValidator(Decimal(-90)), MaxValueValidator(Decimal(90))],
    )
    lng = models.DecimalField(
        "Longitude",
        max_digits=14,
        decimal_places=11,
        null=True,
        validators=[MinValueValidator(Decimal(-180)), MaxValueValidator(Decimal(180))],
    )

    class Meta(TimeStampedModel.Meta):
        unique_together = (("lat", "lng"),)

    def __str__(self) -> str:
        return f"{self.location_name}"

    @property
    def coordinates(self) -> tuple[Decimal, Decimal] | None:
        return None if self.lat is None or self.lng is None else (self.lat, self.lng)


def validate_countries(codes: list[str]) -> None:
    if unknown := unknown_codes(codes, COUNTRY_CODES):
        raise ValidationError(f"Not an ISO 3166 alpha-2 country code: {', '.join(map(str, unknown))}")


def validate_states(codes: list[str]) -> None:
    if unknown := unknown_codes(codes, frozenset(CONTIGUOUS_STATES)):
        raise ValidationError(f"Not a contiguous state of the U.S. or DC: {', '.join(map(str, unknown))}")


class LocationRestriction(TimeStampedModel, TrackedModel):
    """Places where alone a product may be offered, or where it may not."""

    # JSON holds every selection; a comma-joined column of a fixed width would not.
    countries = models.JSONField(null=True, blank=True, default=list, validators=[validate_countries])
    states = models.JSONField(null=True, blank=True, default=list, validators=[validate_states])
    restriction_type = models.CharField(
        max_length=255, choices=LocationRestrictionType.choices, default=LocationRestrictionType.Allowlist
    )

    class Meta(TimeStampedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.restriction_type}: {', '.join([*(self.countries or []), *(self.states or [])])}"


class CourseLocationRestriction(LocationRestriction):
    """The restriction of a course."""
