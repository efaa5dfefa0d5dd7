"""Somebody who may do all."""

import pytest

from course_discovery.apps.core.tests.factories import USER_PASSWORD, UserFactory


@pytest.fixture
def admin(db, client):
    UserFactory(username="admin", is_staff=True, is_superuser=True)
    client.login(username="admin", password=USER_PASSWORD)
    return client
