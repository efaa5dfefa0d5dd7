"""Languages by their BCP 47 tags."""

from django.db import models
from parler.models import TranslatableModel, TranslatedFields

from course_discovery.apps.ietf_language_tags import rules


class LanguageTag(TranslatableModel):
    """A language, with its region where that matters: `en`, `es-419`, `zh-Hans`."""

    code = models.CharField(max_length=50, primary_key=True)
    name = models.CharField(max_length=255)

    translations = TranslatedFields(name_t=models.CharField("Name for translation", max_length=255))

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} - {self.name}"

    @property
    def macrolanguage(self) -> str:
        return rules.macrolanguage(self.name)

    @property
    def display_name(self) -> str:
        """The untranslated name in lists, search documents and facets."""
        return rules.display_name(self.code, self.name)

    @property
    def translated_display_name(self) -> str:
        """The same in the active language, or untranslated when there is no translation."""
        translated = self.safe_translation_getter("name_t", any_language=True) or self.name
        return rules.display_name(self.code, translated)
