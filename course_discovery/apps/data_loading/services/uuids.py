"""Uuids that follow from keys, so that installations loaded from the same platform agree on them."""

from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.data_loading.loaders.bulk import update_rows
from course_discovery.apps.data_loading.outcome import Outcome

ROWS_A_BATCH = 500


def uuid_of(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def derive_uuids(partner: Partner) -> dict[str, int]:
    """Derive the uuids of the partner's organizations, courses and course runs, drafts too, from their keys.

    The names that are hashed are `organization:{key}`, and the bare keys of courses and runs. Returns how many rows
    of each kind got another uuid.
    """
    return {
        "organizations": _derive(Organization, Organization.objects.filter(partner=partner), "organization:{}".format),
        "courses": _derive(Course, Course.everything.filter(partner=partner), str),
        "course runs": _derive(CourseRun, CourseRun.everything.filter(course__partner=partner), str),
    }


def _derive(model: Any, rows: Any, name_of: Callable[[str], str]) -> int:
    changed = 0
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), ROWS_A_BATCH):
        with transaction.atomic():
            batch = list(model._base_manager.filter(pk__in=pks[start : start + ROWS_A_BATCH]))
            for row in batch:
                row.uuid = uuid_of(name_of(row.key))
            written = update_rows(model, batch, Outcome())
            catalogue_changed.send(sender=model, model=model, pks=frozenset(row.pk for row in written))
            changed += len(written)
    return changed
