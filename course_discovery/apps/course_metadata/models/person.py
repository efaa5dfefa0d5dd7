"""People who teach and endorse."""

import uuid
from urllib.parse import urljoin

from django.db import models
from stdimage.models import StdImageField

from course_discovery.apps.course_metadata.choices import SocialNetworkType
from course_discovery.apps.course_metadata.constants import PERSON_PATH
from course_discovery.apps.course_metadata.models.fields import HtmlField, NullHtmlField
from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.upload_names import UploadTo


class Person(TimeStampedModel):
    """Somebody on the staff of course runs."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="UUID")
    partner = models.ForeignKey("core.Partner", on_delete=models.CASCADE, null=True)
    salutation = models.CharField(max_length=10, null=True, blank=True)
    given_name = models.CharField(max_length=255)
    family_name = models.CharField(max_length=255, null=True, blank=True)
    bio = NullHtmlField()
    bio_language = models.ForeignKey("ietf_language_tags.LanguageTag", models.CASCADE, null=True, blank=True)
    profile_image = StdImageField(
        upload_to=UploadTo("media/people/profile_images"), blank=True, null=True, variations={"medium": (110, 110)}
    )
    slug = AutoSlugField(populate_from=("given_name", "family_name"), regenerate_on_create=True, max_length=255)
    email = models.EmailField(max_length=255, null=True, blank=True, help_text="Kept for old data; never shown.")
    major_works = HtmlField(blank=True, default="", help_text="Works of this person, as HTML.")
    published = models.BooleanField(default=False)

    class Meta(TimeStampedModel.Meta):
        ordering = ["id"]
        unique_together = (("partner", "uuid"),)
        verbose_name = "Person"
        verbose_name_plural = "People"

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        if not self.family_name:
            return self.given_name
        return " ".join(name for name in (self.salutation, self.given_name, self.family_name) if name)

    @property
    def profile_url(self) -> str | None:
        """The page of the person, or None without a marketing site."""
        root = self.partner.marketing_site_url_root if self.partner else None
        return urljoin(root, PERSON_PATH + self.slug) if root else None

    @property
    def profile_image_url(self) -> str | None:
        return self.profile_image.url if self.profile_image else None


class Position(TimeStampedModel):
    """What a person does, and where."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    title = models.CharField(max_length=255)
    organization = models.ForeignKey("course_metadata.Organization", models.CASCADE, null=True, blank=True)
    organization_override = models.CharField(max_length=255, null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.title} at {self.organization_name}"

    @property
    def organization_name(self) -> str | None:
        return self.organization_override or (self.organization.name if self.organization else None)


class PersonSocialNetwork(TimeStampedModel):
    """A page of a person elsewhere."""

    type = models.CharField(max_length=15, choices=SocialNetworkType.choices, db_index=True)
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=255, blank=True, default="")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="person_networks")

    class Meta(TimeStampedModel.Meta):
        ordering = ["created"]
        unique_together = (("person", "type", "title"),)
        verbose_name = "Person social network"

    def __str__(self) -> str:
        return f"{self.display_title}: {self.url}"

    @property
    def display_title(self) -> str:
        if self.title:
            return self.title
        return self.url if self.type == SocialNetworkType.Others else self.get_type_display()


class PersonAreaOfExpertise(TimeStampedModel):
    value = models.CharField(max_length=255)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="areas_of_expertise")

    class Meta(TimeStampedModel.Meta):
        verbose_name = "Person area of expertise"
        verbose_name_plural = "Person areas of expertise"

    def __str__(self) -> str:
        return self.value
