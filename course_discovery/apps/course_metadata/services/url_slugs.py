"""Which slug leads to a course page."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from course_discovery.apps.course_metadata.models import Course, CourseUrlSlug
from course_discovery.apps.course_metadata.models.drafts import counterpart
from course_discovery.apps.course_metadata.services.timestamps import stamp_course


class SlugInUse(IntegrityError):
    """Another course of the partner has, or had, the slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"This slug {slug} is already in use with another course")


@transaction.atomic
def set_active_url_slug(course: Course, slug: str = "") -> str:
    """Make this the slug of the course, or of its draft alone if a draft is given; return it.

    An empty slug is made of the title. A public slug stays with the official row as history when another replaces
    it; a draft's slug that was never public is free again. Slugs are compared without case. Raises SlugInUse.
    """
    if slug:
        _refuse_foreign(course, slug)
    # Slugs loaded before are wrong now.
    getattr(course, "_prefetched_objects_cache", {}).pop("url_slug_history", None)
    official = course.official_version
    if not course.draft:
        return _set_on_official(course, slug)
    if official is not None and _reuse_public_slug(course, official, slug):
        return slug
    return _set_on_draft(course, slug)


def _refuse_foreign(course: Course, slug: str) -> None:
    other = counterpart(course)
    own = [course.pk, other.pk] if other else [course.pk]
    of_partner = CourseUrlSlug.objects.filter(partner_id=course.partner_id, url_slug__iexact=slug)
    if of_partner.exclude(course__in=own).exists():
        raise SlugInUse(slug)


def _reuse_public_slug(draft: Course, official: Course, slug: str) -> bool:
    """Move the draft's flag among the slugs of the official row; tell whether one of them is the slug."""
    flagged = Q(is_active_on_draft=True) | Q(url_slug=slug)
    matched = False
    for row in CourseUrlSlug.objects.filter(flagged, course=official):
        row.is_active_on_draft = row.url_slug == slug
        matched = matched or row.is_active_on_draft
        row.save()
    if matched:
        deleted, _ = CourseUrlSlug.objects.filter(course=draft, is_active=True).exclude(url_slug=slug).delete()
        if deleted:
            stamp_course(draft)
    return matched


def _set_on_draft(draft: Course, slug: str) -> str:
    row = CourseUrlSlug.objects.filter(course=draft, is_active=True).first()
    former = row.url_slug if row else None
    row = row or CourseUrlSlug(course=draft, is_active=True)
    row.partner_id = draft.partner_id
    row.url_slug = slug
    row.save()
    if row.url_slug != former:
        stamp_course(draft)
    return row.url_slug


def _set_on_official(official: Course, slug: str) -> str:
    # The draft's own row goes first: the slug may be its.
    if official.draft_version_id:
        CourseUrlSlug.objects.filter(course=official.draft_version_id, is_active=True).delete()
    row = CourseUrlSlug.objects.filter(course=official, url_slug=slug).first() if slug else None
    if row is None:
        row = CourseUrlSlug(course=official, partner_id=official.partner_id, url_slug=slug)
        stamp_course(official)
    row.is_active = row.is_active_on_draft = True
    row.save()
    was_active = Q(is_active=True) | Q(is_active_on_draft=True)
    CourseUrlSlug.objects.filter(was_active, course=official).exclude(pk=row.pk).update(
        is_active=False, is_active_on_draft=False
    )
    return row.url_slug
