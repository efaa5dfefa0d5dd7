"""Programs that learners can subscribe to."""

import uuid

from django.db import models

from course_discovery.lib.timestamps import TimeStampedModel


class ProgramSubscription(TimeStampedModel):
    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, verbose_name="UUID")
    program = models.OneToOneField("programs.Program", models.CASCADE, related_name="subscription")
    subscription_eligible = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.program}: {self.subscription_eligible}"


class ProgramSubscriptionPrice(TimeStampedModel):
    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, verbose_name="UUID")
    program_subscription = models.ForeignKey(ProgramSubscription, models.CASCADE, related_name="prices")
    price = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    currency = models.ForeignKey("core.Currency", models.CASCADE, default="USD")

    class Meta(TimeStampedModel.Meta):
        ordering = ["created"]
        unique_together = (("program_subscription", "currency"),)

    def __str__(self) -> str:
        return f"{self.price} {self.currency_id}"
