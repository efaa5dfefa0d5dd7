"""Praise of programs."""

from django.db import models
from sortedm2m.fields import SortedManyToManyField

from course_discovery.lib.timestamps import TimeStampedModel


class Endorsement(TimeStampedModel):
    """What a person says."""

    endorser = models.ForeignKey("course_metadata.Person", on_delete=models.CASCADE)
    quote = models.TextField()

    def __str__(self) -> str:
        return self.endorser.full_name


class CorporateEndorsement(TimeStampedModel):
    """What a company says, and people of it."""

    corporation_name = models.CharField(max_length=128)
    statement = models.TextField(null=True, blank=True)
    image = models.ForeignKey("course_metadata.Image", on_delete=models.CASCADE, null=True, blank=True)
    individual_endorsements = SortedManyToManyField(Endorsement)

    def __str__(self) -> str:
        return self.corporation_name
