"""URL slugs of courses, and the marketing URLs made with them."""

import re
from urllib.parse import urljoin

from course_discovery.apps.course_metadata.constants import (
    BOOTCAMP_TYPE,
    COURSE_PATH,
    EXECUTIVE_EDUCATION_TYPE,
    PREVIEW_PATH,
    SCHOOL_PATH,
)
from course_discovery.lib.slugs import slugify

SUBDIRECTORY_PATTERN = re.compile(
    r"learn/[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+"
    r"|executive-education/[a-zA-Z0-9_-]+"
    r"|boot-camps/[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+"
)
URL_SLUG_PATTERN = re.compile(r"[-a-zA-Z0-9_/]+")
URL_SLUG_MESSAGE = "Enter a valid “slug” consisting of letters, numbers, slashes, underscores or hyphens."


class SlugImpossible(ValueError):
    """A course lacks what its subdirectory slug is made of."""


def url_slugify(*texts: object, max_length: int | None = None) -> str:
    """Like slugify, but keep slashes, which separate the directories of a course's URL."""
    return slugify(*texts, max_length=max_length, keep="/")


def is_subdirectory_slug(slug: str | None) -> bool:
    return bool(slug and SUBDIRECTORY_PATTERN.match(slug))


def url_path(active_slug: str | None) -> str | None:
    """Return the path of a course page below the marketing root, or None while the course has no slug."""
    if not active_slug:
        return None
    return active_slug if "/" in active_slug else COURSE_PATH + active_slug


def course_marketing_url(root: str | None, active_slug: str | None) -> str | None:
    """Return the page of a course, or None without a marketing site or a slug."""
    path = url_path(active_slug)
    return urljoin(root, path) if root and path else None


def course_preview_url(root: str | None, active_slug: str | None) -> str | None:
    """Return where editors see the page of a course before it is public; None as above."""
    path = url_path(active_slug)
    return urljoin(root, PREVIEW_PATH + path) if root and path else None


def run_marketing_url(root: str | None, slug: str | None, type_is_marketable: bool) -> str | None:
    return urljoin(root or "", COURSE_PATH + slug) if type_is_marketable and slug else None


def organization_marketing_url(root: str | None, slug: str | None) -> str | None:
    return urljoin(root or "", SCHOOL_PATH + slug) if slug else None


def subdirectory_slug(
    *,
    course_type: str | None,
    uuid: str,
    title: str,
    organization_name: str | None,
    primary_subject_slug: str | None,
    active_slug: str | None = None,
    organization_short_code_override: str = "",
) -> str:
    """Return the slug with directories that a course of this type gets when it goes into review.

    `organization_name` is the name of the first authoring organization, None without any. Raises SlugImpossible.
    """
    kind = "Bootcamp" if course_type == BOOTCAMP_TYPE else "Course"
    described = f"{kind} with uuid {uuid} and title {title}"
    if organization_name is None:
        raise SlugImpossible(f"{described} does not have any authoring organizations")
    organization = slugify(organization_name.replace("'", ""))
    if course_type == EXECUTIVE_EDUCATION_TYPE:
        return f"executive-education/{organization}-{slugify(title)}"
    if primary_subject_slug is None:
        raise SlugImpossible(f"{described} does not have any subject")
    if course_type == BOOTCAMP_TYPE:
        return f"boot-camps/{primary_subject_slug}/{organization_short_code_override or organization}-{slugify(title)}"
    return f"learn/{primary_subject_slug}/{organization}-{active_slug or slugify(title)}"
