"""What the platform's LMS says about somebody's use of its APIs: asked rarely, and never in the way."""

import time

import pytest

from course_discovery.apps.api import api_access
from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.integrations.errors import Unreachable
from course_discovery.integrations.lms_api_access import ApiAccessApi, ApiAccessRequest

APPROVED = ApiAccessRequest("approved", "Alpine Learning")


@pytest.fixture
def answers(monkeypatch):
    """What the LMS answers by user name, an error to raise among it; and who was asked about."""
    known, asked = {}, []

    def request_of(_api, username):
        asked.append(username)
        if isinstance(known.get(username), Exception):
            raise known[username]
        return known.get(username)

    monkeypatch.setattr(ApiAccessApi, "request_of", request_of)
    known["asked"] = asked
    return known


@pytest.fixture
def asker(partner):
    return UserFactory(username="alpine")


def test_an_approved_request(answers, asker, partner):
    answers["alpine"] = APPROVED
    assert api_access.api_access_request(asker, partner) == APPROVED
    assert api_access.is_approved(asker, partner)
    assert not api_access.is_approved(UserFactory(username="other"), partner)


@pytest.mark.parametrize("status", ["pending", "denied", ""])
def test_a_request_that_is_not_approved(answers, asker, partner, status):
    answers["alpine"] = ApiAccessRequest(status, "Alpine Learning")
    assert not api_access.is_approved(asker, partner)


@pytest.mark.parametrize("answer", [APPROVED, None])
def test_an_answer_is_good_for_an_hour(answers, asker, partner, monkeypatch, answer):
    assert api_access.ANSWERED == 3600
    # Caches have clocks of their own.
    monkeypatch.setattr(api_access, "ANSWERED", 1)
    answers["alpine"] = answer
    for _ in range(3):
        assert api_access.api_access_request(asker, partner) == answer
    assert answers["asked"] == ["alpine"]
    time.sleep(1.1)
    api_access.api_access_request(asker, partner)
    assert answers["asked"] == ["alpine", "alpine"]


def test_a_failure_counts_as_no_request_for_a_minute(answers, asker, partner, monkeypatch):
    assert api_access.FAILED == 60
    monkeypatch.setattr(api_access, "FAILED", 1)
    answers["alpine"] = Unreachable("GET it", "nothing")
    assert not api_access.is_approved(asker, partner)
    answers["alpine"] = APPROVED
    assert not api_access.is_approved(asker, partner)
    time.sleep(1.1)
    assert api_access.is_approved(asker, partner)


def test_each_partner_has_its_own_lms(answers, asker, partner):
    answers["alpine"] = APPROVED
    assert not api_access.is_approved(asker, PartnerFactory(lms_url=None))
    assert not api_access.is_approved(asker, None)
    assert answers["asked"] == []
    assert api_access.is_approved(asker, PartnerFactory())
