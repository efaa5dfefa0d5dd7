"""Platforms that answer, and retries that do not take their time."""

import pytest

from course_discovery.sandbox import Catalogue, running_sandbox


@pytest.fixture(autouse=True)
def hasty_retries(settings):
    settings.PLATFORM_API_ATTEMPTS = 3
    settings.PLATFORM_API_FIRST_WAIT = 0.001
    settings.PLATFORM_API_LONGEST_WAIT = 2
    settings.LMS_REQUESTS_PER_MINUTE = 0


@pytest.fixture
def platform(settings):
    """A platform with 120 bare course runs."""
    catalogue = Catalogue(lms_course_runs=({"id": f"course-v1:Ax+B{n}+1T2030"} for n in range(120)))
    with running_sandbox(catalogue) as running:
        settings.BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL = running.oauth_provider_url
        settings.BACKEND_SERVICE_EDX_OAUTH2_SECRET = "secret"
        yield running
