"""Whether, and for which company, somebody was allowed to use the APIs of the platform."""

import logging
from typing import Any

import requests
from django.core.cache import cache

from course_discovery.apps.core.models import Partner
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.lms_api_access import ApiAccessApi, ApiAccessRequest
from course_discovery.integrations.oauth import service_session

logger = logging.getLogger(__name__)
APPROVED = "approved"
# Seconds that an answer is good for, and that a platform which gave none is left alone.
ANSWERED, FAILED = 60 * 60, 60


def api_access_request(user: Any, partner: Partner | None) -> ApiAccessRequest | None:
    """The request that the account made at the partner's LMS; None without one, or if the LMS does not tell."""
    if partner is None or not partner.lms_url:
        return None
    key = f"api_access_request:{partner.pk}:{user.pk}"
    known = cache.get(key)
    if known is None:
        # The cache holds no None.
        known, seconds = _ask(user.get_username(), partner.lms_url)
        cache.set(key, known, seconds)
    return ApiAccessRequest(*known) if known else None


def is_approved(user: Any, partner: Partner | None) -> bool:
    found = api_access_request(user, partner)
    return found is not None and found.status == APPROVED


def _ask(username: str, lms_url: str) -> tuple[tuple[str, ...], int]:
    try:
        found = ApiAccessApi(lms_url, service_session()).request_of(username)
    except (PlatformError, requests.RequestException) as error:
        logger.warning("Cannot tell whether %s may use the APIs: %s", username, error)
        return (), FAILED
    return tuple(found or ()), ANSWERED
