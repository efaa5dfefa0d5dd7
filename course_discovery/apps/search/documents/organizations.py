"""Organizations as they stand inside documents."""

import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects

from course_discovery.apps.course_metadata.models import Organization


class ShownOrganization(NamedTuple):
    """What documents show of an organization. `label`: KEY: NAME; `body`: as the API shows it, as a JSON text."""

    key: str
    uuid: str
    label: str
    logo_url: str | None
    body: str


def shown_organizations(pks: Iterable[int]) -> dict[int, ShownOrganization]:
    """Return what documents show of these organizations, by primary key; two queries."""
    rows = Organization.objects.select_related("partner").in_bulk(list(pks))
    prefetch_related_objects(list(rows.values()), "tags")
    return {pk: _shown(organization) for pk, organization in rows.items()}


def _shown(organization: Organization) -> ShownOrganization:
    return ShownOrganization(
        key=organization.key,
        uuid=str(organization.uuid),
        label=f"{organization.key}: {organization.name}",
        logo_url=_url(organization.logo_image),
        body=_body(organization),
    )


def _body(organization: Organization) -> str:
    modified = organization.data_modified_timestamp
    body: dict[str, Any] = {
        "uuid": str(organization.uuid),
        "key": organization.key,
        "name": organization.name,
        "auto_generate_course_run_keys": organization.auto_generate_course_run_keys,
        "certificate_logo_image_url": _url(organization.certificate_logo_image),
        "logo_image_url": _url(organization.logo_image),
        "organization_hex_color": organization.organization_hex_color,
        "data_modified_timestamp": modified and modified.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "description": organization.description,
        "description_es": organization.description_es,
        "homepage_url": organization.homepage_url,
        "tags": [tag.name for tag in organization.tags.all()],
        "marketing_url": organization.marketing_url,
        "slug": organization.slug,
        "banner_image_url": _url(organization.banner_image),
        "enterprise_subscription_inclusion": organization.enterprise_subscription_inclusion,
    }
    return json.dumps(body, ensure_ascii=False)


def _url(image: Any) -> str | None:
    return image.url if image else None
