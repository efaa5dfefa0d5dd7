import pytest
from django.test import RequestFactory

from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.apps.core.tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db


def request_to(host):
    return RequestFactory().get("/", headers={"host": host})


@pytest.mark.parametrize("host", ["discovery.acme.test", "DISCOVERY.acme.test", "discovery.acme.test:18381"])
def test_the_host_names_the_partner(host):
    PartnerFactory(site__domain="other.test")
    acme = PartnerFactory(site__domain="discovery.acme.test")
    assert partner_for_request(request_to(host)) == acme


def test_a_site_with_the_port_wins_over_the_bare_domain():
    PartnerFactory(site__domain="localhost")
    with_port = PartnerFactory(site__domain="localhost:18381")
    assert partner_for_request(request_to("localhost:18381")) == with_port


def test_an_unknown_host_gets_the_default_partner(settings):
    PartnerFactory()
    default = PartnerFactory()
    settings.DEFAULT_PARTNER_ID = default.pk
    assert partner_for_request(request_to("nowhere.test")) == default


def test_an_unknown_host_gets_the_only_partner_but_never_one_of_several(settings):
    settings.DEFAULT_PARTNER_ID = None
    only = PartnerFactory()
    assert partner_for_request(request_to("nowhere.test")) == only
    PartnerFactory()
    assert partner_for_request(request_to("nowhere.test")) is None


def test_costs_one_query_a_request(django_assert_num_queries):
    PartnerFactory(site__domain="discovery.acme.test")
    request = request_to("discovery.acme.test")
    with django_assert_num_queries(1):
        partner_for_request(request)
        assert partner_for_request(request).site.domain == "discovery.acme.test"
