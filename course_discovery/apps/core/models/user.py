from django.contrib.auth.models import AbstractUser
from django.db import models
from guardian.mixins import GuardianUserMixin


class User(GuardianUserMixin, AbstractUser):
    """An account, as the platform's login describes it."""

    full_name = models.CharField("Full Name", max_length=255, blank=True, null=True)
    referral_tracking_id = models.CharField(
        max_length=255, default="affiliate_partner", help_text="The utm_medium of marketing URLs shown to this user."
    )

    class Meta(AbstractUser.Meta):
        get_latest_by = "date_joined"

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.full_name or super().get_full_name()

    @property
    def is_publisher_user(self) -> bool:
        return self.groups.exists()


class UserThrottleRate(models.Model):
    """A rate of requests that replaces the default for one user, staff included."""

    user = models.OneToOneField(User, on_delete=models.CASCADE)
    rate = models.CharField(
        max_length=50, help_text="Requests per period: 100/hour, 5/minute. Periods: second, minute, hour, day."
    )

    def __str__(self) -> str:
        return f"{self.user}: {self.rate}"
