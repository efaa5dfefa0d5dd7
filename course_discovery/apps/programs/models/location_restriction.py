from django.db import models

from course_discovery.apps.course_metadata.models.location import LocationRestriction


class ProgramLocationRestriction(LocationRestriction):
    """Where alone a program may be offered, or where it may not."""

    program = models.OneToOneField(
        "programs.Program", models.CASCADE, null=True, blank=True, related_name="location_restriction"
    )
