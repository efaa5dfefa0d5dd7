"""Row sets of models whose logical objects have up to two rows, a draft and an official one.

ADR docs/decisions/0002-drafts.rst tells why official rows are the default.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Q


class DraftQuerySet(models.QuerySet):
    """A query set that can choose between the rows of a pair. Which rows it starts from is up to its manager."""

    def filter_drafts(self, **criteria: Any) -> Self:
        """Return one row a logical object, its draft if it has one. Call it on `everything`."""
        return self.filter(Q(draft=True) | Q(draft_version=None), **criteria)

    def get_draft(self, **criteria: Any) -> Any:
        """Return the one object that meets the criteria, its draft if it has one, or raise as `get` does."""
        return self.filter_drafts().get(**criteria)

    def official(self) -> Self:
        return self.filter(draft=False)


class OfficialManager(models.Manager):
    """Gives official rows only, except among the relations of one row of a pair.

    `draft_course.course_runs` are the runs of just that row and thus drafts; `organization.authored_courses`, whose
    organization is not a draft nor official, are official.
    """

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        # Django sets `instance` on the manager of a relation: the row whose relation it is.
        owner = getattr(self, "instance", None)
        return rows if owner is not None and hasattr(owner, "draft_version_id") else rows.filter(draft=False)
