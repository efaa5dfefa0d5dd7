"""A platform that is told of changes, and a partner that has it."""

import pytest

from course_discovery.sandbox import Catalogue, running_sandbox


@pytest.fixture(scope="module")
def running_platform():
    with running_sandbox(Catalogue()) as platform:
        yield platform


@pytest.fixture
def platform(running_platform, settings):
    """A platform without rows."""
    settings.BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL = running_platform.oauth_provider_url
    settings.BACKEND_SERVICE_EDX_OAUTH2_SECRET = "secret"
    catalogue = running_platform.catalogue
    for listing in (
        catalogue.lms_course_runs,
        catalogue.organizations,
        catalogue.ecommerce_courses,
        catalogue.entitlements,
        catalogue.modes,
        catalogue.studio_runs,
    ):
        listing.clear()
    running_platform.reset()
    return running_platform


@pytest.fixture
def bodies(platform):
    """The bodies that were sent to an endpoint of the platform, by its name."""
    return lambda target: [
        request.body for request in platform.requests if request.target == target and request.method != "GET"
    ]
