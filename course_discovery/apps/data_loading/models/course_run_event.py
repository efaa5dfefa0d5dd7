from django.db import models

from course_discovery.lib.exact_char_field import ExactCharField


class EventStatus(models.TextChoices):
    Waiting = "waiting", "Waiting"
    Applied = "applied", "Applied"
    # A refresh has read the run since.
    Overtaken = "overtaken", "Overtaken"
    Failed = "failed", "Failed"


class CourseRunEvent(models.Model):
    """The newest event of the event bus about a course run, and what came of it."""

    key = ExactCharField(max_length=255, unique=True, help_text="What the platform calls the run.")
    time = models.DateTimeField(help_text="When the run became what the event says.")
    row = models.JSONField(help_text="The run as a row of the Courses API, without what events do not tell.")
    status = models.CharField(max_length=16, choices=EventStatus.choices, default=EventStatus.Waiting, db_index=True)
    received = models.DateTimeField()
    handled = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("-received", "-pk")

    def __str__(self) -> str:
        return f"{self.key} {self.time:%Y-%m-%d %H:%M:%S} {self.status}"
