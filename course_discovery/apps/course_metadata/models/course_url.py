"""The slugs that lead, or led, to a course page, and paths that are redirected to it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from course_discovery.apps.course_metadata.rules.slugs import URL_SLUG_MESSAGE, URL_SLUG_PATTERN, url_slugify
from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.timestamps import TimeStampedModel

validate_url_slug = RegexValidator(rf"^{URL_SLUG_PATTERN.pattern}\Z", URL_SLUG_MESSAGE)


class UrlSlugField(AutoSlugField):
    """A slug in which slashes may separate directories."""

    default_validators = [validate_url_slug]

    def formfield(self, **kwargs: Any) -> Any:
        # The form field of plain slugs would refuse slashes.
        return models.CharField.formfield(self, **kwargs)


class CourseUrlSlug(TimeStampedModel):
    """A slug of a course. One at a time is active; the others keep old links alive and their slug taken.

    Once a course has an official row, all slugs that were ever public belong to that row, and `is_active_on_draft`
    tells which one the draft has. A draft owns a row only for a slug that is not public yet.
    """

    course = models.ForeignKey("course_metadata.Course", models.CASCADE, related_name="url_slug_history")
    partner = models.ForeignKey("core.Partner", models.CASCADE)
    url_slug = UrlSlugField(
        populate_from=("course_title",),
        make=url_slugify,
        unique_within=("partner",),
        max_length=255,
    )
    is_active = models.BooleanField(default=False)
    is_active_on_draft = models.BooleanField(default=False)

    class Meta(TimeStampedModel.Meta):
        unique_together = (("partner", "url_slug"),)

    def __str__(self) -> str:
        return self.url_slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        check_partner(self, f"url slug {self.url_slug}")
        super().save(*args, **kwargs)

    @property
    def course_title(self) -> str | None:
        return self.course.title


class CourseUrlRedirect(TimeStampedModel):
    """A path of the marketing site that leads to the course page."""

    value = models.CharField("Path", max_length=255, help_text="The path that is redirected.")
    course = models.ForeignKey("course_metadata.Course", models.CASCADE, related_name="url_redirects")
    partner = models.ForeignKey("core.Partner", models.CASCADE)

    class Meta(TimeStampedModel.Meta):
        unique_together = (("partner", "value"),)

    def __str__(self) -> str:
        return self.value

    def save(self, *args: Any, **kwargs: Any) -> None:
        check_partner(self, f"url redirect {self.value}")
        super().save(*args, **kwargs)


def check_partner(row: CourseUrlSlug | CourseUrlRedirect, what: str) -> None:
    """Raise ValidationError unless the row has the partner of its course."""
    if row.partner_id != row.course.partner_id:
        raise ValidationError(
            {
                "partner": f"Partner {row.partner.name} and course partner {row.course.partner.name} "
                f"do not match when attempting to save {what}"
            }
        )
