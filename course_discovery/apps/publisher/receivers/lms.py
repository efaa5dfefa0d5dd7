"""Organizations that the LMS is told of when what it shows of them changes."""

from typing import Any

from django.db.models.signals import post_save

from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.publisher.choices import OutboundSystem
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.rules.organization import TOLD_COLUMNS
from course_discovery.apps.publisher.services.outbox import enqueue


def connect() -> None:
    post_save.connect(_on_saved, sender=Organization, dispatch_uid="publisher.lms")


def _on_saved(
    instance: Organization, created: bool, raw: bool = False, update_fields: frozenset[str] | None = None, **_: Any
) -> None:
    if raw or instance.partner_id is None:
        return
    changes = instance.changes()
    saved = changes.keys() if update_fields is None else changes.keys() & update_fields
    if not created and not TOLD_COLUMNS & saved:
        return
    partner = instance.partner
    former_key = changes.get("key", instance.key)
    if partner and partner.organizations_api_url:
        enqueue(
            [
                OutboundPush(
                    partner=partner,
                    system=OutboundSystem.Lms,
                    what="organization",
                    key=str(instance.uuid),
                    details={"former_key": former_key, "new_key": instance.key if "key" in saved else former_key},
                )
            ]
        )
