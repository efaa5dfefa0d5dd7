"""The products of GetSmarter (executive education): with a bearer token, or through its OAuth2 gateway."""

import logging
from typing import Any

import requests
from django.conf import settings
from django.core.cache import cache

from course_discovery.integrations.errors import BadStatus, PlatformError, UnreadableAnswer
from course_discovery.integrations.json_api import JsonApi, typed_errors
from course_discovery.integrations.optional import NotAvailable
from course_discovery.integrations.user_agent import BROWSER

logger = logging.getLogger(__name__)

_CACHE_KEY = "getsmarter_gateway_token"
# Seconds before its end at which a token counts as expired.
_TOKEN_MARGIN = 30


def products_by_token(token: str) -> list[dict[str, Any]]:
    """Return the products of PRODUCT_API_URL; an empty list when they cannot be had: why is in the log."""
    return _products(settings.PRODUCT_API_URL, "PRODUCT_API_URL", lambda: token, {"User-Agent": BROWSER})


def products_of_gateway() -> list[dict[str, Any]]:
    """Return the products that GETSMARTER_CLIENT_CREDENTIALS lead to; an empty list when they cannot be had."""
    credentials = settings.GETSMARTER_CLIENT_CREDENTIALS
    return _products(
        credentials.get("PRODUCTS_DETAILS_URL"),
        "GETSMARTER_CLIENT_CREDENTIALS['PRODUCTS_DETAILS_URL']",
        lambda: _gateway_token(credentials),
        {},
    )


def _products(url: str | None, setting: str, token: Any, headers: dict[str, str]) -> list[dict[str, Any]]:
    try:
        if not url:
            raise NotAvailable(f"{setting} is empty")
        session = requests.Session()
        session.headers.update(headers | {"Authorization": f"Bearer {token()}"})
        base, _, path = url.rpartition("/")
        products = JsonApi(base, session).get(path, lambda: {"detail": 2}, _parse)
    except (PlatformError, NotAvailable) as error:
        logger.error("Failed to retrieve products from getsmarter API: %s", error)
        return []
    if not products:
        logger.error("No products found in API response: %s", len(products))
    return products


def _gateway_token(credentials: dict[str, str]) -> str:
    """Return a token, which is kept until it expires. Raises PlatformError."""
    url = f"{credentials['PROVIDER_URL'].rstrip('/')}/oauth2/token"
    key = f"{_CACHE_KEY}.{credentials['CLIENT_ID']}"
    if token := cache.get(key):
        return token
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials["CLIENT_ID"],
        "client_secret": credentials["CLIENT_SECRET"],
    }
    asked = f"POST {url}"
    with typed_errors(asked):
        answer = requests.post(url, data=form, timeout=settings.OAUTH_API_TIMEOUT)
    if answer.status_code != 200:
        raise BadStatus(asked, f"status {answer.status_code}: {answer.text[:200]}", answer.status_code)
    try:
        body = answer.json()
        token, lifetime = str(body["access_token"]), int(body["expires_in"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableAnswer(asked, "no token") from error
    if lifetime > _TOKEN_MARGIN:
        cache.set(key, token, lifetime - _TOKEN_MARGIN)
    return token


def _parse(body: Any, asked: str) -> list[dict[str, Any]]:
    products = body.get("products") if isinstance(body, dict) else None
    if not isinstance(products, list):
        raise UnreadableAnswer(asked, f"no list of products: {str(body)[:200]}")
    return [product for product in products if isinstance(product, dict)]
