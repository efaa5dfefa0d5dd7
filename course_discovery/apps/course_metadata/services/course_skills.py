"""Which of the skills that were found in a course's texts it is said to teach."""

from collections.abc import Collection

from django.db import transaction
from taxonomy.models import CourseSkills


@transaction.atomic
def refuse_skills(course_key: str, skill_ids: Collection[int]) -> None:
    """Show these skills of the course no more; finding them again does not bring them back."""
    _set_refused(course_key, skill_ids, refused=True)


@transaction.atomic
def readmit_skills(course_key: str, skill_ids: Collection[int]) -> None:
    """Show refused skills of the course again."""
    _set_refused(course_key, skill_ids, refused=False)


def _set_refused(course_key: str, skill_ids: Collection[int], *, refused: bool) -> None:
    # One by one, as the index follows the saves of rows.
    for link in CourseSkills.objects.filter(course_key=course_key, skill__in=skill_ids, is_blacklisted=not refused):
        link.is_blacklisted = refused
        link.save(update_fields=["is_blacklisted"])
