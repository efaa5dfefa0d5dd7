from django.db import models

from course_discovery.apps.course_metadata.choices import RestrictionType
from course_discovery.apps.course_metadata.models.drafts import DraftPair
from course_discovery.apps.course_metadata.querysets.drafts import DraftQuerySet, OfficialManager
from course_discovery.lib.timestamps import TimeStampedModel


class RestrictedCourseRun(DraftPair, TimeStampedModel):
    """Marks a run that only some buyers may take; draft and official run have a row each."""

    course_run = models.OneToOneField("course_metadata.CourseRun", models.CASCADE, related_name="restricted_run")
    restriction_type = models.CharField(max_length=255, choices=RestrictionType.choices, null=True, blank=True)

    objects = OfficialManager.from_queryset(DraftQuerySet)()
    everything = models.Manager.from_queryset(DraftQuerySet)()

    def __str__(self) -> str:
        return f"{self.course_run.key}: <{self.restriction_type}>"
