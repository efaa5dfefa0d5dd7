from django.db import models

from course_discovery.apps.core.models import Partner
from course_discovery.apps.publisher.choices import OutboundSystem, PushStatus


class OutboundPush(models.Model):
    """Something that an outside system has to be told; written with the change it tells of, sent after the commit.

    What is sent is read from the catalogue when it is sent, so a push names the row it concerns by `key`, and only
    keeps in `details` what nobody can read any more by then, such as the name that a row had before.
    """

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="outbound_pushes")
    system = models.CharField(max_length=32, choices=OutboundSystem.choices)
    what = models.CharField(max_length=32, help_text="Which push it is, as services/pushes.py lists them.")
    key = models.CharField(max_length=255, help_text="The row it concerns: key of a run, uuid of others.")
    details = models.JSONField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=PushStatus.choices, default=PushStatus.Pending)
    attempts = models.PositiveIntegerField(default=0)
    due = models.DateTimeField(help_text="When it is sent next; while being sent, when it counts as abandoned.")
    result = models.TextField(blank=True, help_text="What came of it, or the last error.")
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "due"], name="outbound_push_due"),
            models.Index(fields=["partner", "system", "key"], name="outbound_push_lane"),
        ]
        verbose_name_plural = "outbound pushes"

    def __str__(self) -> str:
        return f"{self.system} {self.what} {self.key}"
