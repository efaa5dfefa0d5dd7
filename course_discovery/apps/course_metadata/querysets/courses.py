from typing import Any, Self

from django.db.models import Exists, OuterRef

from course_discovery.apps.course_metadata.constants import EXTERNAL_COURSE_TYPES
from course_discovery.apps.course_metadata.querysets.drafts import DraftQuerySet


class CourseQuerySet(DraftQuerySet):
    def available(self, exclude_hidden_runs: bool = False) -> Self:
        """Return the courses with a run that is marketable, open for enrollment and not over, each course once."""
        runs: Any = self.model._meta.get_field("course_runs").related_model
        offered = runs.everything.marketable().enrollable().not_ended().filter(course=OuterRef("pk"))
        if exclude_hidden_runs:
            offered = offered.filter(hidden=False)
        return self.filter(Exists(offered))

    def open_courses(self) -> Self:
        """Leave out executive education and bootcamps, which other platforms run."""
        return self.exclude(type__slug__in=EXTERNAL_COURSE_TYPES)
