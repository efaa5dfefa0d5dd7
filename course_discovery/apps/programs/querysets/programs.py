from typing import Self

from django.db import models

from course_discovery.apps.programs.choices import ProgramStatus


class ProgramQuerySet(models.QuerySet):
    def marketable(self) -> Self:
        """Return the active programs that have a page of their own."""
        return self.filter(status=ProgramStatus.Active).exclude(marketing_slug="")
