from django.db import models

from course_discovery.apps.core.models import Partner


class RefreshLease(models.Model):
    """Who may refresh a partner just now. A holder that does not renew its lease in time has lost it."""

    partner = models.OneToOneField(Partner, on_delete=models.CASCADE, primary_key=True, related_name="refresh_lease")
    token = models.UUIDField(help_text="Known to the holder alone.")
    holder = models.CharField(max_length=255, help_text="Process and machine, for people.")
    lock_domain = models.CharField(
        max_length=255, help_text="Machine and lock folder; inside it the file lock knows better who is alive."
    )
    taken_at = models.DateTimeField()
    renewed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.partner}: {self.holder}"
