"""The command that installers of Open edX call."""

import pytest
from django.contrib.sites.models import Site
from django.core.management import CommandError, call_command

from course_discovery.apps.core.models import Partner

pytestmark = pytest.mark.django_db
REQUIRED = ("--site-domain", "discovery.example.com", "--code", "edx", "--name", "Open edX")
URLS = {
    "courses_api_url": "http://lms:8000/api/courses/v1/",
    "lms_coursemode_api_url": "http://lms:8000/api/course_modes/v1/",
    "ecommerce_api_url": "http://shop:8002/api/v2/",
    "organizations_api_url": "http://lms:8000/api/organizations/v1/",
    "programs_api_url": "http://lms:8000/api/programs/v1/",
    "lms_url": "http://lms:8000",
    "lms_admin_url": "http://lms:8000/admin",
    "studio_url": "http://studio:8010",
    "publisher_url": "http://publisher:18400",
    "marketing_site_api_url": "http://www:8080/api",
    "marketing_site_url_root": "http://www:8080/",
    "analytics_url": "http://analytics:8100",
}
OTHERS = {
    "marketing_site_api_username": "drupal",
    "marketing_site_api_password": "secret",
    "analytics_token": "token",
}


def run(*options, **fields):
    named = (part for field, value in fields.items() for part in (f"--{field.replace('_', '-')}", value))
    call_command("create_or_update_partner", *options, *named)


def test_partner_and_site_are_created_with_all_that_is_given():
    run(*REQUIRED, **URLS, **OTHERS)
    partner = Partner.objects.get()
    assert (partner.short_code, partner.name) == ("edx", "Open edX")
    assert (partner.site.domain, partner.site.name) == ("discovery.example.com", "Open edX")
    assert {field: getattr(partner, field) for field in URLS | OTHERS} == URLS | OTHERS


def test_what_is_left_out_stays_and_what_is_empty_is_cleared():
    run(*REQUIRED, **URLS, **OTHERS)
    run(*REQUIRED, studio_url="http://studio:9000", programs_api_url="", analytics_url="")
    partner = Partner.objects.get()
    expected = URLS | OTHERS | {"studio_url": "http://studio:9000", "programs_api_url": None, "analytics_url": ""}
    assert {field: getattr(partner, field) for field in expected} == expected


def test_the_name_and_the_site_of_a_partner_can_change():
    run(*REQUIRED)
    first = Partner.objects.get()
    run("--site-domain", "other.example.com", "--code", "edx", "--name", "Other")
    partner = Partner.objects.get()
    assert (partner.pk, partner.name, partner.site.domain) == (first.pk, "Other", "other.example.com")


def test_a_site_named_by_id_gets_the_domain():
    site = Site.objects.create(domain="old.example.com", name="Old")
    run(*REQUIRED, site_id=str(site.pk))
    site.refresh_from_db()
    assert (site.domain, site.name, Partner.objects.get().site) == ("discovery.example.com", "Open edX", site)


def test_a_site_id_that_nobody_has_is_made():
    run(*REQUIRED, site_id="77")
    assert Partner.objects.get().site_id == 77


@pytest.mark.parametrize("missing", ["--site-domain", "--code", "--name"])
def test_what_is_required(missing):
    at = REQUIRED.index(missing)
    with pytest.raises(CommandError, match=missing):
        run(*REQUIRED[:at], *REQUIRED[at + 2 :])


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--site-domain", "a.example.com", "--code", "ninechars", "--name", "X"), "short_code: .*8 char"),
        (("--site-domain", "a.example.com", "--code", "other", "--name", "Open edX"), "name: .*already exists"),
        (("--site-domain", "discovery.example.com", "--code", "other", "--name", "X"), "site: .*already exists"),
        ((*REQUIRED, "--lms-url", "http://" + "x" * 255), "lms_url: at most 255 characters"),
        ((*REQUIRED, "--site-id", "77"), "has the domain discovery.example.com already"),
    ],
)
def test_what_cannot_be_is_refused_whole(options, reason):
    run(*REQUIRED)
    before = list(Partner.objects.values()), list(Site.objects.values())
    with pytest.raises(CommandError, match=reason):
        run(*options)
    assert (list(Partner.objects.values()), list(Site.objects.values())) == before
