"""Organizations as they stand inside documents."""

import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from course_discovery.apps.course_metadata.models import Organization


def organization_labels(organizations: Iterable[Organization]) -> list[str]:
    """Return `KEY: NAME` of each organization."""
    return [f"{organization.key}: {organization.name}" for organization in organizations]


def logo_urls(organizations: Iterable[Organization]) -> list[str]:
    """Return the logo addresses of those organizations that have one."""
    return [organization.logo_image.url for organization in organizations if organization.logo_image]


def organization_body(organization: Organization) -> str:
    """Return the organization as the API shows it, as a JSON text; expects prefetched `tags`."""
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
