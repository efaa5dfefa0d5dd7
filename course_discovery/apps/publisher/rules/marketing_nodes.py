"""What a Drupal marketing site is told of runs, programs and people: its nodes, and the addresses of their pages."""

from typing import Any

from course_discovery.lib.slugs import slugify

RUN_LOOKUP = "field_course_id"
PROGRAM_LOOKUP = "field_uuid"
PERSON_LOOKUP = "uuid"
# The names of the types whose programs have a page there.
PROGRAM_TYPES = frozenset({"XSeries", "MicroMasters", "Professional Certificate", "Masters"})


def run_node(key: str, title: str | None, is_published: bool, author_id: str) -> dict[str, Any]:
    return {
        RUN_LOOKUP: key,
        "title": title,
        "status": int(is_published),
        "type": "course",
        "author": {"id": author_id},
    }


def run_uuid(uuid: object) -> dict[str, str]:
    """Return what a node of a run has besides; it is only told when the node is made."""
    return {"field_course_uuid": str(uuid)}


def run_alias(slug: str) -> str:
    return f"course/{slug}"


def program_node(uuid: object, title: str, is_active: bool, type_name: str, author_id: str) -> dict[str, Any]:
    return {
        PROGRAM_LOOKUP: str(uuid),
        "title": title,
        "status": int(is_active),
        "type": type_name.lower().replace(" ", "_"),
        "author": {"id": author_id},
    }


def program_uuid(uuid: object) -> dict[str, str]:
    """Return what a node of a program has besides; it is only told when the node is made."""
    return {"uuid": str(uuid)}


def program_alias(type_slug: str, marketing_slug: str) -> str:
    """Return the path of a program's page. A slug with directories is the whole path, as it is in marketing URLs."""
    return marketing_slug if "/" in marketing_slug else f"{type_slug}/{marketing_slug}"


def title_slug(title: str) -> str:
    """Return the slug under which the site by itself makes a page of this title known."""
    return slugify(title)


def person_node(slug: str, full_name: str, published: bool) -> dict[str, Any]:
    return {"field_person_slug": slug, "title": full_name, "type": "person", "status": published}


def person_uuid(uuid: object) -> dict[str, str]:
    """Return what a node of a person has besides; it is only told when the node is made."""
    return {PERSON_LOOKUP: str(uuid)}
