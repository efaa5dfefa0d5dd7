"""A partner whose platforms answer over HTTP, and retries that do not take their time."""

from datetime import UTC, datetime

import pytest
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.data_loading.loaders.reference import read_reference
from course_discovery.sandbox import Catalogue, running_sandbox


@pytest.fixture(autouse=True)
def hasty_loading(settings, tmp_path):
    settings.PLATFORM_API_ATTEMPTS = 2
    settings.PLATFORM_API_FIRST_WAIT = 0.001
    settings.PLATFORM_API_LONGEST_WAIT = 2
    settings.LMS_REQUESTS_PER_MINUTE = 0
    settings.DATA_LOADING_LOCK_DIR = tmp_path / "locks"


@pytest.fixture
def platform(settings):
    """An empty platform, to be filled through its catalogue."""
    with running_sandbox(Catalogue()) as running:
        settings.BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL = running.oauth_provider_url
        settings.BACKEND_SERVICE_EDX_OAUTH2_SECRET = "secret"
        yield running


@pytest.fixture
def partner(db, platform):
    urls = platform.partner_urls()
    names = ("courses_api_url", "ecommerce_api_url", "organizations_api_url", "lms_url")
    return PartnerFactory(short_code="edx", **{name: urls[name] for name in names})


@pytest.fixture
def lms_partner(db, platform):
    """A partner that has an LMS and nothing else."""
    return PartnerFactory(short_code="lms", **platform.partner_urls(lms_only=True))


@pytest.fixture
def bare_partner(db):
    """A partner without platforms, for tests of loaders by themselves."""
    return PartnerFactory(short_code="edx")


@pytest.fixture
def reference(bare_partner):
    return read_reference(bare_partner)


@pytest.fixture
def still_clock():
    """The clock stands at a time for which tables of courses are made, but not for what waits."""
    clocks_that_go = ["_pytest", "requests", "urllib3", "concurrent", "threading"]
    with freeze_time(datetime(2026, 11, 1, tzinfo=UTC), ignore=clocks_that_go):
        yield


@pytest.fixture
def empty_storage(settings):
    """Files of other tests are gone: storages are made anew when the setting is assigned."""
    settings.STORAGES = dict(settings.STORAGES)
