"""Media that nothing uses any more."""

from django.db import models

from course_discovery.apps.course_metadata.models import Image, Video


def delete_orphan_media() -> dict[str, int]:
    """Delete the images, then the videos, that no row of any model points at; return how many of each."""
    return {model.__name__: _delete_orphans(model) for model in (Image, Video)}


def _delete_orphans(model: type[models.Model]) -> int:
    orphans = model._base_manager.all()
    for relation in model._meta.related_objects:
        users = relation.related_model._base_manager.filter(**{relation.field.name: models.OuterRef("pk")})
        orphans = orphans.filter(~models.Exists(users))
    pks = list(orphans.values_list("pk", flat=True))
    model._base_manager.filter(pk__in=pks).delete()
    return len(pks)
