"""Courses whose title or card image changed: Studio has both, by run."""

from typing import Any

from django.db.models.signals import post_save

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.publisher.services.studio_pushes import push_course


def connect() -> None:
    post_save.connect(_on_saved, sender=Course, dispatch_uid="publisher.studio")


def _on_saved(instance: Course, raw: bool = False, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    changed = {"title", "image"} & instance.changes().keys()
    if update_fields is not None:
        changed &= update_fields
    if changed and not raw:
        push_course(instance, "title" in changed, "image" in changed)
