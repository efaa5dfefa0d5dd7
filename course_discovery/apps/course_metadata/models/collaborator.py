import uuid

from django.db import models
from stdimage.models import StdImageField

from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.upload_names import UploadTo


class Collaborator(TimeStampedModel):
    """Somebody named on a course page beside its organizations."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="UUID")
    name = models.CharField(max_length=255, default="")
    image = StdImageField(
        upload_to=UploadTo("media/course/collaborator/image"),
        blank=True,
        null=True,
        variations={"original": (200, 100)},
        help_text="The logo of the collaborator.",
    )

    def __str__(self) -> str:
        return self.name

    @property
    def image_url(self) -> str | None:
        return self.image.url if self.image else None
