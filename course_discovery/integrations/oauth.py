"""Speaking to the platform as the service's own account."""

import jwt
import requests
from django.conf import settings
from edx_rest_api_client.client import OAuthAPIClient


def service_session() -> OAuthAPIClient:
    """Return a session that signs every request with the service account's JWT.

    The token comes from BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL by client credentials and is kept in the cache until
    it expires. A session may be used by several threads for reading.
    """
    return OAuthAPIClient(
        settings.BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL,
        settings.BACKEND_SERVICE_EDX_OAUTH2_KEY,
        settings.BACKEND_SERVICE_EDX_OAUTH2_SECRET,
        timeout=settings.OAUTH_API_TIMEOUT,
    )


def account_name(session: requests.Session) -> str | None:
    """Return the user name in the session's token; None where the session has no token that says one.

    Raises requests.RequestException when the token cannot be fetched. The signature is not checked: the token is the
    platform's word about ourselves and goes nowhere but back to it.
    """
    if not isinstance(session, OAuthAPIClient):
        return None
    try:
        claims = jwt.decode(session.get_jwt_access_token(), options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return None
    return claims.get("preferred_username")
