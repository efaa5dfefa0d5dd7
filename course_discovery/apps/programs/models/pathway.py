"""Ways from programs to credit or to work elsewhere."""

import uuid

from django.db import models
from django.utils import timezone
from sortedm2m.fields import SortedManyToManyField

from course_discovery.apps.course_metadata.rules import course as course_rules
from course_discovery.apps.programs.choices import PathwayStatus, PathwayType
from course_discovery.lib.timestamps import TimeStampedModel


class Pathway(TimeStampedModel):
    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="UUID")
    partner = models.ForeignKey("core.Partner", models.CASCADE, null=True)
    name = models.CharField(max_length=255)
    # Not a relation: pathways also lead to organizations that the catalogue does not know.
    org_name = models.CharField("Organization name", max_length=255)
    email = models.EmailField(blank=True)
    programs = SortedManyToManyField("programs.Program")
    description = models.TextField(null=True, blank=True)
    destination_url = models.URLField(max_length=200, null=True, blank=True)
    pathway_type = models.CharField(max_length=32, choices=PathwayType.choices, default=PathwayType.CREDIT)
    status = models.CharField(max_length=255, choices=PathwayStatus.choices, default=PathwayStatus.Unpublished)

    def __str__(self) -> str:
        return self.name

    @property
    def course_run_statuses(self) -> list[str]:
        """The statuses of all runs of the programs' courses, sorted; excluded runs count too."""
        return course_rules.course_run_statuses(
            (
                course_rules.RunStatus(run.status, run.hidden, run.end)
                for program in self.programs.all()
                for course in program.courses.all()
                for run in course.course_runs.all()
            ),
            timezone.now(),
        )
