"""Pictures of rows: stored when they are other than the stored ones, and after the transaction that says so.

Storage is not the database: it may be slow, and it does not roll back. What is not stored, for whatever reason, is
seen to differ by the next refresh.
"""

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model

from course_discovery.integrations.pictures import Picture

logger = logging.getLogger(__name__)


def differs(stored: Any, picture: Picture | None) -> bool:
    """Tell whether the picture is there and another than that in the file of an image field."""
    if picture is None:
        return False
    if not stored:
        return True
    try:
        with stored.storage.open(stored.name) as file:
            return file.read() != picture.content
    except OSError:
        return True


def store_after_commit(model: type[Model], field: str, pictures: Mapping[int, Picture]) -> None:
    """Store the pictures of rows, by primary key, when the transaction has come through."""
    if pictures:
        transaction.on_commit(partial(_store, model, field, dict(pictures)), robust=True)


def _store(model: type[Model], field: str, pictures: Mapping[int, Picture]) -> None:
    for row in model._base_manager.filter(pk__in=list(pictures)):
        picture = pictures[row.pk]
        try:
            getattr(row, field).save(f"picture{picture.extension}", ContentFile(picture.content), save=False)
            row.save(update_fields=[field])
        except Exception:
            # One picture is none of the others' business.
            logger.exception("The picture of %s was not stored", row)
