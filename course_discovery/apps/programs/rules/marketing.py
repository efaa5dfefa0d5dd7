"""Slugs and URLs of program pages."""

import re
from urllib.parse import urljoin

from course_discovery.lib.slugs import slugify

SLUG_MESSAGE = "Enter a valid “slug” consisting of letters, numbers, slashes, underscores or hyphens."
SUBDIRECTORY_PATTERN = re.compile(r"[a-zA-Z0-9_-]+(/[a-zA-Z0-9_-]+)+")
MAX_LENGTH = 255
# The directory of each type's pages; other types have their own slug.
DIRECTORIES = {
    "micromasters": "masters/micromasters",
    "microbachelors": "bachelors/microbachelors",
    "professional-certificate": "certificates/professional-certificate",
    "xseries": "xseries",
    "license": "certificates",
}


def program_marketing_url(root: str | None, type_slug: str | None, marketing_slug: str | None) -> str | None:
    """Return the page of a program, a path without a marketing site; None without a slug.

    A slug without directory stands in that of its type.
    """
    if not marketing_slug or ("/" not in marketing_slug and not type_slug):
        return None
    path = marketing_slug if "/" in marketing_slug else f"{str(type_slug).lower()}/{marketing_slug}"
    return urljoin(root or "", path)


def is_subdirectory_slug(slug: str | None) -> bool:
    """Tell whether the slug has directories, as those that the service makes have."""
    return bool(slug and SUBDIRECTORY_PATTERN.fullmatch(slug))


def subdirectory_slug(type_slug: str, organization_slug: str, title: str) -> str:
    """Return the slug of a program of this type: directory, first authoring organization, title."""
    stem = f"{DIRECTORIES.get(type_slug, type_slug)}/{organization_slug}-{slugify(title)}"
    return stem[:MAX_LENGTH].rstrip("-/")
