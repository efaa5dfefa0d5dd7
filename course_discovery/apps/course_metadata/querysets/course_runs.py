from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.querysets.drafts import DraftQuerySet


class CourseRunQuerySet(DraftQuerySet):
    """Every method gives each run at most once."""

    def active(self) -> Self:
        """Return the runs of which neither the end nor the end of enrollment is past; unknown dates pass."""
        now = timezone.now()
        return self.filter(Q(end__gt=now) | Q(end=None), Q(enrollment_end__gt=now) | Q(enrollment_end=None))

    def enrollable(self) -> Self:
        """Return the runs whose enrollment is open; unknown dates pass."""
        now = timezone.now()
        return self.filter(
            Q(enrollment_end__gt=now) | Q(enrollment_end=None),
            Q(enrollment_start__lte=now) | Q(enrollment_start=None),
        )

    def not_ended(self) -> Self:
        return self.filter(Q(end__gt=timezone.now()) | Q(end=None))

    def marketable(self) -> Self:
        """Return the official published runs that sell something and may be shown on the marketing site."""
        seats: Any = self.model._meta.get_field("seats").related_model
        return (
            self.filter(draft=False, status=CourseRunStatus.Published)
            .exclude(slug="")
            .exclude(type__is_marketable=False)
            .filter(Exists(seats._base_manager.filter(course_run=OuterRef("pk"))))
        )

    def without_restricted(self, include: tuple[str, ...] | list[str] = ()) -> Self:
        """Leave out the runs restricted to some buyers, except for the restriction types given."""
        restrictions: Any = self.model._meta.get_field("restricted_run").related_model
        restricted = restrictions._base_manager.filter(restriction_type__isnull=False).exclude(
            restriction_type__in=["", *include]
        )
        return self.exclude(pk__in=restricted.values("course_run"))

    def in_page_order(self) -> Self:
        """Order the runs as a course lists them: by start, unknown starts first, then by age."""
        return self.order_by(F("start").asc(nulls_first=True), "pk")
