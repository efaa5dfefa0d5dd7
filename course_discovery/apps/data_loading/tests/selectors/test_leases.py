"""Who refreshes just now."""

from datetime import timedelta

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.data_loading.models import RefreshRun
from course_discovery.apps.data_loading.selectors.leases import Leases, live_lease, with_liveness
from course_discovery.apps.data_loading.tests.history import lease_of, refresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lifetime(settings):
    settings.DATA_LOADING_LEASE_SECONDS = 60


@pytest.mark.parametrize(
    ("holder", "heard_of", "is_live"), [("process 7", 59, True), ("process 7", 61, False), ("process 8", 1, False)]
)
def test_a_run_lives_while_its_holder_is_heard_of(bare_partner, holder, heard_of, is_live):
    run = refresh(bare_partner, status="running", holder="process 7")
    lease = lease_of(run, timedelta(seconds=heard_of))
    lease.holder = holder
    lease.save()
    assert Leases().state_of(run).is_live is is_live
    assert with_liveness(RefreshRun.objects.all()).get().is_live is is_live


def test_the_lease_of_another_partner_says_nothing(bare_partner):
    run = refresh(bare_partner, status="running", holder="process 7")
    lease = lease_of(refresh(PartnerFactory(), status="running", holder="process 7"))
    assert not Leases().state_of(run).is_live
    assert not with_liveness(RefreshRun.objects.filter(pk=run.pk)).get().is_live
    assert live_lease(bare_partner) is None
    assert live_lease(lease.partner) == lease


def test_a_lease_that_ran_out(bare_partner):
    lease_of(refresh(bare_partner), timedelta(seconds=61))
    assert live_lease(bare_partner) is None


def test_how_long_a_run_may_be_taken_up(bare_partner, settings):
    settings.DATA_LOADING_RESUME_HOURS = 2
    run = refresh(bare_partner, timedelta(minutes=119), status="running")
    assert Leases().state_of(run).text.startswith("It will be taken up")
    run = refresh(bare_partner, timedelta(minutes=121), status="running")
    assert Leases().state_of(run).text.startswith("It is too old")
    assert Leases().state_of(refresh(bare_partner, status="running", file="a.csv")).text.startswith("Load the file")
