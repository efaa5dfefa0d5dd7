"""Slugs with directories, which courses get when they go into review."""

import waffle
from django.core.exceptions import ValidationError
from django.db import transaction

from course_discovery.apps.course_metadata.constants import BOOTCAMP_TYPE, EXECUTIVE_EDUCATION_TYPE
from course_discovery.apps.course_metadata.models import Course, CourseUrlSlug
from course_discovery.apps.course_metadata.models.drafts import counterpart
from course_discovery.apps.course_metadata.rules.slugs import (
    SlugImpossible,
    is_subdirectory_slug,
    subdirectory_slug,
)
from course_discovery.apps.course_metadata.services.url_slugs import SlugInUse, set_active_url_slug

SWITCH = "course_metadata.is_subdirectory_slug_format_enabled"
SWITCHES_OF_TYPES = {
    EXECUTIVE_EDUCATION_TYPE: "course_metadata.is_subdirectory_slug_format_for_exec_ed_enabled",
    BOOTCAMP_TYPE: "course_metadata.is_subdirectory_slug_format_for_bootcamp_enabled",
}


@transaction.atomic
def assign_subdirectory_slug(draft: Course) -> None:
    """Give the course, draft and official, a slug with directories where switches ask for one and it has none.

    Raises ValidationError when the course lacks what such a slug is made of.
    """
    if not waffle.switch_is_active(SWITCH) or is_subdirectory_slug(draft.active_url_slug):
        return
    switch = SWITCHES_OF_TYPES.get(draft.type_slug or "")
    if not (waffle.switch_is_active(switch) if switch else draft.is_open_course):
        return
    try:
        slug = _free_slug(draft)
        # The official row first: a slug that it has is no news to its draft.
        if official := draft.official_version:
            set_active_url_slug(official, slug)
        set_active_url_slug(draft, slug)
    except (SlugImpossible, SlugInUse) as error:
        raise ValidationError(
            f"Slug generation Failed: unable to set active url slug for course: {draft.key} with error {error}"
        ) from error


def _free_slug(draft: Course) -> str:
    author = draft.authoring_organizations.first()
    subject = draft.subjects.first()
    slug = subdirectory_slug(
        course_type=draft.type_slug,
        uuid=str(draft.uuid),
        title=draft.title or "",
        organization_name=author.name if author else None,
        primary_subject_slug=subject.slug if subject else None,
        active_slug=draft.active_url_slug,
        organization_short_code_override=draft.organization_short_code_override,
    )
    official = counterpart(draft)
    of_others = CourseUrlSlug.objects.filter(partner_id=draft.partner_id).exclude(
        course__in=[draft.pk, official.pk] if official else [draft.pk]
    )
    if not of_others.filter(url_slug__iexact=slug).exists():
        return slug
    beginning_so = CourseUrlSlug.objects.filter(partner_id=draft.partner_id, url_slug__istartswith=slug).count()
    return f"{slug}-{beginning_so + 1}"
