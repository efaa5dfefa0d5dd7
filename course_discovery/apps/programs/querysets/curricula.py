from typing import Any, Self

from django.db import models
from django.db.models import Q


class CurriculumQuerySet(models.QuerySet):
    def of_course(self, course_id: int) -> Self:
        return self.filter(course_curriculum=course_id)

    def with_siblings(self) -> Self:
        """The same curricula and the others of the same programs."""
        programs = self.filter(program__isnull=False).values("program")
        rows: Any = self.model._default_manager
        return rows.filter(Q(pk__in=self.values("pk")) | Q(program__in=programs))

    def programs_below(self, programs: set[int]) -> set[int]:
        """Return the primary keys of these programs and of all that their curricula lead to, a query a level.

        Inactive memberships count, as they may become active again.
        """
        found: set[int] = set()
        level = programs
        while level:
            found |= level
            members = self.filter(program__in=level, program_curriculum__isnull=False)
            level = set(members.values_list("program_curriculum", flat=True)) - found
        return found
