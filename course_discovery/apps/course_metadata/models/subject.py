"""Subjects and topics: what courses are about, in the reader's language."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from parler.models import TranslatableModel, TranslatedFields

from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.tracked import TrackedModel


class PartnerSubjectMatter(TranslatableModel, TimeStampedModel):  # type: ignore[django-manager-missing]
    """What subjects and topics have in common: a partner's own list of names in several languages."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="UUID")
    slug = AutoSlugField(
        populate_from=("name",),
        regenerate_on_create=True,
        unique_within=("partner",),
        max_length=255,
        help_text="Leave this field blank to have it made of the name.",
    )
    banner_image_url = models.URLField(max_length=200, null=True, blank=True)
    partner = models.ForeignKey("core.Partner", on_delete=models.CASCADE)

    class Meta(TimeStampedModel.Meta):
        abstract = True
        ordering = ["created"]

    def __str__(self) -> str:
        return self.safe_translation_getter("name", any_language=True) or ""

    def clean(self) -> None:
        super().clean()
        name = self.safe_translation_getter("name")
        rows: models.QuerySet[Any] = type(self).objects.filter(partner_id=self.partner_id)
        namesakes = rows.filter(translations__name=name).exclude(pk=self.pk)
        if name and self.partner_id and namesakes.exists():
            kind = self._meta.verbose_name
            raise ValidationError({"name": f"{str(kind).capitalize()} with this Name and Partner already exists"})


class Subject(PartnerSubjectMatter):
    """A field of study. The first subject of a course is its primary one."""

    card_image_url = models.URLField(max_length=200, null=True, blank=True)

    translations = TranslatedFields(
        name=models.CharField(max_length=255),
        subtitle=models.CharField(max_length=255, null=True, blank=True),
        description=models.TextField(null=True, blank=True),
    )

    class Meta(PartnerSubjectMatter.Meta):
        abstract = False
        unique_together = (("partner", "slug"), ("partner", "uuid"))


class Topic(TrackedModel, PartnerSubjectMatter):
    """A theme with a page of its own. The topics of a course are tags, which have nothing to do with these."""

    translations = TranslatedFields(
        name=models.CharField(max_length=255),
        subtitle=models.CharField(max_length=255, null=True, blank=True),
        description=models.TextField(null=True, blank=True),
        long_description=models.TextField(null=True, blank=True),
    )

    class Meta(PartnerSubjectMatter.Meta):
        abstract = False
        unique_together = (("partner", "slug"), ("partner", "uuid"))
