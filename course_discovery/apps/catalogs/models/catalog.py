from django.db import models
from simple_history.models import HistoricalRecords

from course_discovery.lib.timestamps import TimeStampedModel


class Catalog(TimeStampedModel):
    """Courses and programs that somebody may read, as queries of the search engine.

    What it holds is what matches now; nothing of it is stored. Who may read it stands in object permissions.
    """

    name = models.CharField(max_length=255, help_text="What people call it.")
    query = models.TextField(help_text="Selects the courses, in the syntax of the course search: org:(AlpX OR LakeX)")
    program_query = models.TextField(
        blank=True, default="", help_text="Selects the programs, in the same syntax; without one there are none."
    )
    include_archived = models.BooleanField(
        default=False, help_text="Show courses too that nobody can enroll in now, with all their runs."
    )
    history = HistoricalRecords()

    class Meta(TimeStampedModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Catalog #{self.pk}: {self.name}"
