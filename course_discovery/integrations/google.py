"""Speaking to Google as a service account."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from django.conf import settings

from course_discovery.integrations.errors import Unreachable
from course_discovery.integrations.json_api import typed_errors
from course_discovery.integrations.optional import NotAvailable, optional_module

_PACKAGE = "google-auth"
# Seconds that a token may take.
_TOKEN_TIMEOUT = 30


def google_session(scope: str, in_name_of: str = "") -> requests.Session:
    """Return a session that signs its requests as GOOGLE_SERVICE_ACCOUNT_CREDENTIALS say. Raises NotAvailable.

    `in_name_of` is the user whose files are read, where the account may act for users of its domain. Requests of the
    session belong inside `google_errors`.
    """
    info = _credentials()
    service_account = optional_module("google.oauth2.service_account", _PACKAGE)
    transport = optional_module("google.auth.transport.requests", _PACKAGE)
    try:
        credentials = service_account.Credentials.from_service_account_info(
            info, scopes=[scope], subject=in_name_of or None
        )
    except ValueError as error:
        raise NotAvailable(f"GOOGLE_SERVICE_ACCOUNT_CREDENTIALS are not those of a service account: {error}") from error
    return transport.AuthorizedSession(credentials, refresh_timeout=_TOKEN_TIMEOUT)


@contextmanager
def google_errors(asked: str) -> Iterator[None]:
    """Turn what the session raises into PlatformError; a token that is refused is among it."""
    exceptions = optional_module("google.auth.exceptions", _PACKAGE)
    try:
        with typed_errors(asked):
            yield
    except exceptions.GoogleAuthError as error:
        raise Unreachable(asked, f"{type(error).__name__}: {error}") from error


def _credentials() -> dict[str, Any]:
    """The key file as Google writes it, also from settings in capitals and with line ends spelled out."""
    info = {name.lower(): value for name, value in (settings.GOOGLE_SERVICE_ACCOUNT_CREDENTIALS or {}).items()}
    if not info.get("private_key"):
        raise NotAvailable("GOOGLE_SERVICE_ACCOUNT_CREDENTIALS is empty: set it to the key of a service account.")
    return info | {"private_key": str(info["private_key"]).replace("\\n", "\n")}
