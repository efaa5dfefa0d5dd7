import uuid

from django.db import models
from parler.models import TranslatableModel, TranslatedFields
from simple_history.models import HistoricalRecords
from stdimage.models import StdImageField

from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.upload_names import UploadTo


class ProgramType(TranslatableModel, TimeStampedModel):  # type: ignore[django-manager-missing]
    """What kind of certificate a program leads to."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="UUID", unique=True)
    name = models.CharField(max_length=32, help_text="Untranslated, as it stands in search documents.")
    slug = AutoSlugField(
        populate_from=("name_t",),
        regenerate_on_create=True,
        max_length=50,
        unique=True,
        help_text="Leave this field blank to have it made of the name.",
    )
    applicable_seat_types = models.ManyToManyField(
        "course_metadata.SeatType",
        help_text="Seats of these types count towards programs of this type.",
    )
    logo_image = StdImageField(
        upload_to=UploadTo("media/program_types/logo_images", "name"),
        blank=True,
        null=True,
        variations={"large": (256, 256), "medium": (128, 128), "small": (64, 64), "x-small": (32, 32)},
    )
    coaching_supported = models.BooleanField(default=False)

    translations = TranslatedFields(
        name_t=models.CharField("Name for translation", max_length=32),
        meta={"unique_together": [("name_t", "language_code")]},
    )
    history = HistoricalRecords(excluded_fields=["slug"])

    def __str__(self) -> str:
        return self.safe_translation_getter("name_t", any_language=True) or self.name
