"""Pictures and films that live elsewhere."""

from django.db import models

from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.tracked import TrackedModel


class Media(TimeStampedModel):
    """Something at a URL; the URL is its identity."""

    src = models.URLField(max_length=255, unique=True)
    description = models.CharField(max_length=255, null=True, blank=True)

    class Meta(TimeStampedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.src}: {self.description}"


class Image(Media):
    height = models.IntegerField(null=True, blank=True)
    width = models.IntegerField(null=True, blank=True)


class Video(TrackedModel, Media):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, null=True, blank=True)
