"""Salesforce, by simple-salesforce: objects by kind (`Course__c`, `Case`, ...), their fields by name."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from xml.parsers.expat import ExpatError

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from course_discovery.integrations.errors import BadStatus, Unreachable, UnreadableAnswer
from course_discovery.integrations.optional import optional_module
from course_discovery.integrations.soql import Lookup

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

# Seconds to connect and to read; somebody may wait for the answer.
TIMEOUT = (3.05, 20)
# Refusals that pass, whatever their status.
_PASSING_CODES = ("INVALID_SESSION_ID", "REQUEST_LIMIT_EXCEEDED", "SERVER_UNAVAILABLE", "UNABLE_TO_LOCK_ROW")
_SHOWN = 300


@dataclass(frozen=True)
class Account:
    """How we log in. An organization that is named knows us by our address: then no security token is sent."""

    username: str
    password: str = field(repr=False)
    security_token: str = field(default="", repr=False)
    organization_id: str = ""
    is_sandbox: bool = False


class Created(NamedTuple):
    """The id of an object, and whether it was made just now; else it had been there."""

    id: str
    is_new: bool


class SalesforceApi:
    """Salesforce as an account sees it; may be used by several threads. It logs in when it is first asked something.

    An expired session, or a connection that broke, leads to another login and one repetition.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._client: Any = None
        self._logging_in = threading.Lock()

    def query(self, soql: str) -> list[dict[str, Any]]:
        """Return all records of a query; literals in it come from integrations.soql. Raises PlatformError."""
        return self._call("query", soql, lambda client, _again: _query(client, soql))

    def create(self, kind: str, values: Mapping[str, Any], lookup: Lookup, *, look_first: bool = True) -> Created:
        """Make an object unless it is there; nobody knows whether a request without an answer was carried out.

        Without `look_first` only a repeated request looks. Raises PlatformError.
        """

        def request(client: Any, again: bool) -> Created:
            if look_first or again:
                found = next((record for record in _query(client, lookup.soql) if lookup.is_it(record)), None)
                if found is not None:
                    return Created(str(found["Id"]), is_new=False)
            return Created(str(getattr(client, kind).create(dict(values))["id"]), is_new=True)

        return self._call("create", kind, request)

    def update(self, kind: str, record_id: str, values: Mapping[str, Any]) -> None:
        """Give an object these values. Raises PlatformError."""
        self._call("update", kind, lambda client, _again: getattr(client, kind).update(record_id, dict(values)))

    def _call(self, method: str, argument: str, request: Callable[[Any, bool], Result]) -> Result:
        package = optional_module("simple_salesforce", "simple-salesforce")
        with _typed_errors(package, f"Salesforce {method} {argument}"):
            client = self._logged_in(package)
            try:
                return request(client, False)
            except package.SalesforceExpiredSession:
                pass
            except OSError:
                logger.warning("An OSError occurred while attempting to call %s for %s", method, argument)
            return request(self._logged_in(package, instead_of=client), True)

    def _logged_in(self, package: Any, instead_of: Any = None) -> Any:
        """Return the shared session: another one if it still is the one that failed."""
        with self._logging_in:
            if self._client is None or self._client is instead_of:
                self._client = self._log_in(package)
            return self._client

    def _log_in(self, package: Any) -> Any:
        account, session = self._account, requests.Session()
        session.mount("https://", _Adapter(max_retries=Retry(2, read=False)))
        try:
            session_id, instance = package.SalesforceLogin(
                username=account.username,
                password=account.password,
                # With any token, even an empty one, the package sends no organization.
                security_token="" if account.organization_id else account.security_token,
                domain="test" if account.is_sandbox else "login",
                scratch_url=settings.SALESFORCE_LOGIN_URL or None,
                session=session,
            )
        except package.SalesforceAuthenticationFailed as error:
            # Whoever mends the account wants what was refused meanwhile to be sent.
            raise Unreachable(f"Salesforce login of {account.username}", str(error)[:_SHOWN]) from error
        # Given a session, the package does not log in again by itself.
        return package.Salesforce(session_id=session_id, instance=instance, session=session)


@lru_cache(maxsize=64)
def shared_api(account: Account) -> SalesforceApi:
    """Return the API whose session everybody in this process shares."""
    return SalesforceApi(account)


class _Adapter(HTTPAdapter):
    """The package sets no timeouts."""

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs["timeout"] = kwargs.get("timeout") or TIMEOUT
        return super().send(request, *args, **kwargs)


def _query(client: Any, soql: str) -> list[dict[str, Any]]:
    return client.query_all(soql)["records"]


@contextmanager
def _typed_errors(package: Any, asked: str) -> Iterator[None]:
    """Turn what the package raises into PlatformError."""
    try:
        yield
    except package.exceptions.SalesforceError as error:
        came = f"status {error.status}: {error.content}"[:_SHOWN]
        if any(code in came for code in _PASSING_CODES):
            raise Unreachable(asked, came) from error
        raise BadStatus(asked, came, error.status) from error
    except (requests.JSONDecodeError, ExpatError, KeyError, TypeError) as error:
        raise UnreadableAnswer(asked, f"{type(error).__name__}: {error}") from error
    except OSError as error:
        raise Unreachable(asked, f"{type(error).__name__}: {error}") from error
