"""Telling the LMS what an organization is called, and how it looks on certificates."""

import logging
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings

from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.rules.organization import organization_body
from course_discovery.integrations.errors import Unreachable
from course_discovery.integrations.lms_organization import OrganizationApi
from course_discovery.integrations.oauth import service_session

logger = logging.getLogger(__name__)


def send_organization(push: OutboundPush) -> str:
    """Tell of the organization `push.key`. `push.details` says by which `former_key` the LMS knows it, and by which
    `new_key` from then on, as it may have got another one since."""
    partner = push.partner
    if not partner.organizations_api_url:
        return "The partner has no address for organizations."
    organization = Organization.objects.filter(partner=partner, uuid=UUID(push.key)).first()
    if organization is None:
        return "There is no such organization."
    if not (organization.name or organization.certificate_name):
        return "It has no name yet."
    details = push.details or {}
    key, former_key = details.get("new_key", organization.key), details.get("former_key", organization.key)
    body = organization_body(
        key, organization.name, organization.certificate_name, organization.description, _logo_url(organization)
    )
    api = OrganizationApi(partner.organizations_api_url, service_session())
    try:
        if push.attempts > 1 and former_key != key and api.knows(key):
            # The LMS did what it was asked before, and nobody heard of it.
            former_key = key
        api.put(former_key, body)
    except Unreachable:
        logger.exception("[%s]: Unable to push organization [%s] to lms.", partner.short_code, key)
        raise
    return f"Told as {former_key}."


def _logo_url(organization: Organization) -> str | None:
    logo = organization.certificate_logo_image
    if not logo:
        return None
    if settings.ORG_BASE_LOGO_URL:
        return f"{settings.ORG_BASE_LOGO_URL}{logo.name}"
    # Storage in a folder has addresses that are relative to this service.
    return urljoin(settings.DISCOVERY_BASE_URL, logo.url)
