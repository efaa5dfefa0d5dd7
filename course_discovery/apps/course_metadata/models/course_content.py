"""Small texts that courses and programs list."""

from django.db import models

from course_discovery.lib.timestamps import TimeStampedModel


class Prerequisite(TimeStampedModel):
    name = models.CharField(max_length=255, unique=True)

    def __str__(self) -> str:
        return self.name


class ListedText(TimeStampedModel):
    """One line of a list."""

    value = models.CharField(max_length=255)

    class Meta(TimeStampedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.value


class ExpectedLearningItem(ListedText):
    """Something a learner will know afterwards."""


class JobOutlookItem(ListedText):
    """Something about the jobs that a program leads to."""


class SyllabusItem(ListedText):
    """A heading of a syllabus, which may have headings below it."""

    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")


class AdditionalPromoArea(TimeStampedModel):
    """A titled extra paragraph on a course page."""

    title = models.CharField(max_length=255, null=True, blank=True)
    description = models.TextField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title or ""


class FAQ(TimeStampedModel):
    question = models.TextField()
    answer = models.TextField()

    class Meta(TimeStampedModel.Meta):
        ordering = ["created"]
        verbose_name = "FAQ"
        verbose_name_plural = "FAQs"

    def __str__(self) -> str:
        return f"{self.pk}: {self.question}"
