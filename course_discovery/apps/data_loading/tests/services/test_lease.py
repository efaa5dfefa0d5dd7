"""One refresh of a partner at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.data_loading.models import RefreshLease
from course_discovery.apps.data_loading.services.lease import AlreadyRefreshing, Lease, LeaseLost, refreshing


def leased(partner, lock_domain, ago):
    """A lease that some other process has."""
    lease = Lease(partner)
    lease.take(lock_domain)
    RefreshLease.objects.update(holder="process 7 on elsewhere", renewed_at=timezone.now() - timedelta(seconds=ago))
    return lease


def test_a_second_one_is_told_who_holds_it(bare_partner):
    with refreshing(bare_partner) as lease:
        told = r"Partner edx is already being refreshed by process \d+ on .+ since"
        with pytest.raises(AlreadyRefreshing, match=told), refreshing(bare_partner):
            pass
        assert RefreshLease.objects.get().holder == lease.holder
    assert not RefreshLease.objects.exists()


def test_other_partners_are_free(bare_partner):
    with refreshing(bare_partner), refreshing(PartnerFactory(short_code="other")):
        assert RefreshLease.objects.count() == 2


def test_it_is_given_back_after_an_error(bare_partner):
    with pytest.raises(KeyError), refreshing(bare_partner):
        raise KeyError
    with refreshing(bare_partner):
        pass


def test_a_live_process_on_another_machine_holds_it(bare_partner):
    leased(bare_partner, "elsewhere:/var/locks", ago=10)
    with pytest.raises(AlreadyRefreshing, match="by process 7 on elsewhere"), refreshing(bare_partner):
        pass


def test_one_that_was_not_heard_of_for_long_is_dead(bare_partner, settings):
    settings.DATA_LOADING_LEASE_SECONDS = 60
    old = leased(bare_partner, "elsewhere:/var/locks", ago=61)
    with refreshing(bare_partner):
        old._renewed -= 60
        with pytest.raises(LeaseLost):
            old.keep()
        old.give_back()
        assert RefreshLease.objects.exists()


def test_one_of_this_machine_whose_file_lock_is_free_is_dead(bare_partner):
    with refreshing(bare_partner):
        domain = RefreshLease.objects.get().lock_domain
    leased(bare_partner, domain, ago=1)
    with refreshing(bare_partner):
        pass


def test_a_holder_renews_it_in_time(bare_partner, settings, django_assert_num_queries):
    settings.DATA_LOADING_LEASE_SECONDS = 100
    with refreshing(bare_partner) as lease:
        RefreshLease.objects.update(renewed_at=timezone.now() - timedelta(seconds=90))
        with django_assert_num_queries(0):
            lease.keep()
        lease._renewed -= 25
        lease.keep()
        assert RefreshLease.objects.get().renewed_at > timezone.now() - timedelta(seconds=10)
