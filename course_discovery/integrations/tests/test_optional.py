import sys

import pytest

from course_discovery.integrations.google_sheets import GoogleSheets
from course_discovery.integrations.optional import NotAvailable


def test_a_missing_package_is_named_with_what_to_install(settings, monkeypatch):
    settings.GOOGLE_SERVICE_ACCOUNT_CREDENTIALS = {"private_key": "key"}
    monkeypatch.setitem(sys.modules, "google.oauth2.service_account", None)
    with pytest.raises(NotAvailable, match=r"google-auth is not installed: pip install -r requirements/optional\.txt"):
        GoogleSheets()
