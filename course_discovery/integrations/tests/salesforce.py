"""A Salesforce that answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course_discovery.integrations.salesforce import shared_api
from course_discovery.sandbox.outside import SalesforceDouble, running_double
from course_discovery.sandbox.outside.tls import certificate


@contextmanager
def running_salesforce(settings, monkeypatch, folder: Path) -> Iterator[SalesforceDouble]:
    """Have the client log in to a double. `folder` is an empty one."""
    tls, trusted = certificate(folder)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
    with running_double(SalesforceDouble(), tls) as double:
        settings.SALESFORCE_LOGIN_URL = double.url
        yield double
    shared_api.cache_clear()
