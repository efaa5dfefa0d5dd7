from django.db import models
from simple_history.models import HistoricalRecords

from course_discovery.apps.course_metadata.models.drafts import DraftPair, PairUniqueConstraint
from course_discovery.apps.course_metadata.models.history import TrackedHistoryModel
from course_discovery.apps.course_metadata.querysets.drafts import DraftQuerySet, OfficialManager


class CourseEntitlement(DraftPair, TrackedHistoryModel):
    """The right to a seat in any run of a course, sold by the course itself. A course row has at most one."""

    course = models.ForeignKey("course_metadata.Course", models.CASCADE, related_name="entitlements")
    mode = models.ForeignKey("course_metadata.SeatType", models.CASCADE)
    partner = models.ForeignKey("core.Partner", models.CASCADE, null=True)
    price = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    currency = models.ForeignKey("core.Currency", models.CASCADE, default="USD")
    sku = models.CharField(max_length=128, null=True, blank=True)

    objects = OfficialManager.from_queryset(DraftQuerySet)()
    everything = models.Manager.from_queryset(DraftQuerySet)()
    history = HistoricalRecords()

    class Meta(TrackedHistoryModel.Meta):
        ordering = ["created"]
        constraints = [PairUniqueConstraint(fields=["course", "draft"], name="unique_course_entitlement")]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.mode_id} {self.price} {self.currency_id}"
