from django.db import models
from parler.models import TranslatableModel, TranslatedFields

from course_discovery.lib.timestamps import TimeStampedModel


class LevelType(TranslatableModel, TimeStampedModel):  # type: ignore[django-manager-missing]
    """How much a course asks of its learners. The API knows levels by their translated names."""

    name = models.CharField(max_length=255, help_text="Untranslated, as it stands in search documents.")
    sort_value = models.PositiveSmallIntegerField(default=0, db_index=True)

    translations = TranslatedFields(
        name_t=models.CharField("Name for translation", max_length=255),
        meta={"unique_together": [("language_code", "name_t")]},
    )

    class Meta(TimeStampedModel.Meta):
        ordering = ["sort_value"]

    def __str__(self) -> str:
        return self.translated_name

    @property
    def translated_name(self) -> str:
        return self.safe_translation_getter("name_t", any_language=True) or self.name
