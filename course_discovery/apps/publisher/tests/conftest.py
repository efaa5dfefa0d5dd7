"""Systems that are told of changes, as doubles that answer."""

import pytest
from django.core.cache import cache

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.integrations.tests.salesforce import running_salesforce
from course_discovery.sandbox.outside import DrupalDouble, running_double


@pytest.fixture(scope="module")
def running_drupal():
    with running_double(DrupalDouble()) as running:
        yield running


@pytest.fixture
def drupal(running_drupal):
    """A Drupal site, empty."""
    running_drupal.reset()
    return running_drupal


@pytest.fixture
def partner_with_drupal(drupal):
    return PartnerFactory(
        marketing_site_url_root=f"{drupal.url}/",
        marketing_site_api_username=drupal.username,
        marketing_site_api_password=drupal.password,
    )


@pytest.fixture
def salesforce_double(settings, monkeypatch, tmp_path):
    """A Salesforce that knows nothing, and a client that knows nothing of it."""
    cache.clear()
    with running_salesforce(settings, monkeypatch, tmp_path) as running:
        yield running
