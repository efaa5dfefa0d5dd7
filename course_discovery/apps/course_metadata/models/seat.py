from datetime import datetime

from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from course_discovery.apps.course_metadata.models.drafts import DraftPair, PairUniqueConstraint
from course_discovery.apps.course_metadata.models.history import TrackedHistoryModel
from course_discovery.apps.course_metadata.querysets.drafts import DraftQuerySet, OfficialManager
from course_discovery.apps.course_metadata.rules.seat import SeatFacts


class Seat(DraftPair, TrackedHistoryModel):
    """A product that a course run sells: a place in one of its tracks."""

    course_run = models.ForeignKey("course_metadata.CourseRun", models.CASCADE, related_name="seats")
    type = models.ForeignKey("course_metadata.SeatType", models.CASCADE, to_field="slug", db_column="type")
    price = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    currency = models.ForeignKey("core.Currency", models.CASCADE, default="USD")
    _upgrade_deadline = models.DateTimeField(null=True, blank=True, db_column="upgrade_deadline")
    upgrade_deadline_override = models.DateTimeField(
        null=True, blank=True, help_text="Set by hand; takes the place of the calculated deadline."
    )
    credit_provider = models.CharField(max_length=255, null=True, blank=True)
    credit_hours = models.IntegerField(null=True, blank=True)
    sku = models.CharField(max_length=128, null=True, blank=True)
    bulk_sku = models.CharField(max_length=128, null=True, blank=True)
    # Nulls differ from each other in a unique index, so that seats without credit provider could be sold twice.
    credit_provider_key = models.GeneratedField(
        expression=Coalesce("credit_provider", Value("")),
        output_field=models.CharField(max_length=255),
        db_persist=True,
    )

    objects = OfficialManager.from_queryset(DraftQuerySet)()
    everything = models.Manager.from_queryset(DraftQuerySet)()
    history = HistoricalRecords(excluded_fields=["credit_provider_key"])

    class Meta(TrackedHistoryModel.Meta):
        ordering = ["created"]
        constraints = [
            PairUniqueConstraint(
                fields=["course_run", "type", "currency", "credit_provider_key", "draft"], name="unique_seat"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_run_id}: {self.type_id} {self.price} {self.currency_id}"

    @property
    def upgrade_deadline(self) -> datetime | None:
        """Until when the seat can be bought: the override, else the calculated deadline. Writing sets the latter."""
        return self.upgrade_deadline_override or self._upgrade_deadline

    @upgrade_deadline.setter
    def upgrade_deadline(self, value: datetime | None) -> None:
        self._upgrade_deadline = value

    @property
    def facts(self) -> SeatFacts:
        return SeatFacts(type=self.type_id, price=self.price, upgrade_deadline=self.upgrade_deadline, sku=self.sku)
