from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from course_discovery.apps.tagging.models.vertical import SubVertical, Vertical
from course_discovery.apps.tagging.rules import assignment
from course_discovery.lib.timestamps import TimeStampedModel


class ProductVertical(TimeStampedModel):
    """The market a product is assigned to. Saving one that makes no sense raises ValidationError."""

    vertical = models.ForeignKey(Vertical, models.CASCADE, null=True, blank=True, related_name="%(class)s_verticals")
    sub_vertical = models.ForeignKey(
        SubVertical, models.CASCADE, null=True, blank=True, related_name="%(class)s_sub_verticals"
    )
    history = HistoricalRecords(inherit=True)

    class Meta(TimeStampedModel.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_clean()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "vertical"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Fill in the vertical of a sub-vertical that came alone; refuse one of another vertical."""
        super().clean()
        if self.sub_vertical is None:
            return
        if self.vertical is None:
            self.vertical = self.sub_vertical.vertical
        elif not assignment.belongs(self.sub_vertical.vertical_id, self.vertical_id):
            raise ValidationError(
                {"sub_vertical": assignment.mismatch(self.sub_vertical.name, self.vertical.name)}, code="mismatch"
            )


class CourseVertical(ProductVertical):
    """The market of an official course."""

    course = models.OneToOneField(
        "course_metadata.Course",
        models.CASCADE,
        related_name="product_vertical",
        limit_choices_to={"draft": False},
    )

    class Meta(ProductVertical.Meta):
        verbose_name = "course vertical"
        verbose_name_plural = "course verticals"

    def __str__(self) -> str:
        return f"{self.course.title} - {self.vertical}"
