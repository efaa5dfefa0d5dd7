from django.db import models


class IndexVerification(models.Model):
    """What one comparison of the index with the database found.

    `found`: alias -> {"documents", "missing", "stale", "aged", "extra": numbers, "examples": {kind: [keys]}}, see
    services/verification.py.
    """

    started = models.DateTimeField(auto_now_add=True, db_index=True)
    ended = models.DateTimeField(null=True, blank=True)
    repaired = models.BooleanField(default=False, help_text="Whether what was found was mended.")
    drift = models.IntegerField(null=True, blank=True, help_text="Documents that were missing, stale or extra.")
    found = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True, help_text="Why the comparison did not come to its end.")

    class Meta:
        ordering = ["-started", "-pk"]

    def __str__(self) -> str:
        return f"{self.started:%Y-%m-%d %H:%M}: {self.error or self.drift}"
