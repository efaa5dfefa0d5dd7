"""Who alone may take a run."""

from django.db import transaction

from course_discovery.apps.course_metadata.choices import RestrictionType
from course_discovery.apps.course_metadata.models import CourseRun, RestrictedCourseRun
from course_discovery.apps.course_metadata.models.drafts import counterpart


@transaction.atomic
def update_or_create_restriction(draft_run: CourseRun, restriction_type: str | None) -> None:
    """Restrict a draft run to the buyers of that type; the official run follows at its next officialisation.

    None changes nothing. The empty string lifts the restriction of both rows at once. Raises ValueError for a type
    that does not exist.
    """
    if restriction_type is None:
        return
    if restriction_type == "":
        official = counterpart(draft_run)
        rows = [draft_run.pk, official.pk] if official else [draft_run.pk]
        RestrictedCourseRun.everything.filter(course_run__in=rows).delete()
    elif restriction_type in RestrictionType.values:
        RestrictedCourseRun.everything.update_or_create(
            course_run=draft_run, defaults={"draft": draft_run.draft, "restriction_type": restriction_type}
        )
    else:
        raise ValueError("Not a valid choice for restriction_type")
    draft_run._state.fields_cache.pop("restricted_run", None)
