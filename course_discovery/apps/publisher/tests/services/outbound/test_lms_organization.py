"""Organizations that the LMS is told of, and when it is."""

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.delivery import Delivery, deliver_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(platform):
    return PartnerFactory(short_code="uni", organizations_api_url=platform.partner_urls()["organizations_api_url"])


@pytest.fixture
def organization(partner):
    """One that the LMS knows."""
    made = OrganizationFactory(partner=partner, key="UniX", name="The University", description="Old")
    deliver_due()
    OutboundPush.objects.all().delete()
    return Organization.objects.get(pk=made.pk)


def in_lms(platform):
    return {row["short_name"]: row for row in platform.catalogue.organizations.rows()}


def again():
    """Let the time of what waits come."""
    cache.clear()
    OutboundPush.objects.update(due=timezone.now())
    return deliver_due()


def test_a_new_organization_is_made_in_the_lms(organization, platform, bodies):
    assert bodies("organization") == [{"name": "The University", "short_name": "UniX", "description": "Old"}]
    assert in_lms(platform)["UniX"]["name"] == "The University"


def test_certificates_have_a_name_and_a_logo_of_their_own(organization, platform, settings):
    settings.DISCOVERY_BASE_URL = "https://discovery.example.com"
    organization.certificate_name = "The Old University"
    organization.certificate_logo_image.save("logo.png", ContentFile(b"png"), save=False)
    organization.save()
    deliver_due()
    told = in_lms(platform)["UniX"]
    path = organization.certificate_logo_image.name
    assert (told["name"], told["logo"]) == ("The Old University", f"https://discovery.example.com/media/{path}")
    settings.ORG_BASE_LOGO_URL = "https://logos.example.com/"
    organization.description = "New"
    organization.save()
    deliver_due()
    assert in_lms(platform)["UniX"]["logo"] == f"https://logos.example.com/{path}"


@pytest.mark.parametrize(
    ("changes", "pushes"),
    [
        ({"description": "New"}, 1),
        ({"name": "University", "key": "UnivX"}, 1),
        ({}, 0),
        ({"homepage_url": "https://uni.example.com", "description_es": "Nueva"}, 0),
        ({"partner": None, "name": "Nobody's"}, 0),
    ],
)
def test_the_lms_is_told_only_of_what_it_shows(organization, changes, pushes):
    for name, value in changes.items():
        setattr(organization, name, value)
    organization.save()
    assert OutboundPush.objects.count() == pushes


def test_what_is_not_saved_is_not_told(organization):
    organization.name, organization.homepage_url = "University", "https://uni.example.com"
    organization.save(update_fields=["homepage_url"])
    assert not OutboundPush.objects.exists()
    organization.save(update_fields=["name"])
    assert OutboundPush.objects.count() == 1


def test_a_partner_without_the_address_is_none_to_tell(partner, organization, platform):
    partner.organizations_api_url = None
    partner.save()
    Organization.objects.get().save()
    stored = Organization.objects.get()
    stored.name = "University"
    stored.save()
    assert not OutboundPush.objects.exists()


def test_a_renamed_organization_stays_the_one_it_is_in_the_lms(organization, platform):
    """Changes before and after are told of the key of their time, whenever they are sent."""
    for name, value in (("name", "University"), ("key", "UnivX"), ("description", "New")):
        setattr(organization, name, value)
        organization.save()
    assert deliver_due() == Delivery(delivered=3)
    assert [(row["short_name"], row["name"]) for row in in_lms(platform).values()] == [("UnivX", "University")]
    assert in_lms(platform)["UnivX"]["description"] == "New"


def test_a_rename_whose_answer_was_lost_is_not_done_twice(organization, platform, caplog):
    organization.key = "UnivX"
    organization.save()
    # The LMS does it, and the connection breaks before it says so.
    platform.fail("truncated", "organization")
    assert deliver_due() == Delivery(postponed=1)
    assert list(in_lms(platform)) == ["UnivX"]
    assert again() == Delivery(delivered=1)
    assert list(in_lms(platform)) == ["UnivX"]
    assert "[uni]: Unable to push organization [UnivX] to lms." in caplog.messages


def test_an_organization_without_a_name_waits_for_it(partner, platform):
    made = OrganizationFactory(partner=partner, key="NewX", name="")
    deliver_due()
    assert platform.requests == []
    stored = Organization.objects.get(pk=made.pk)
    stored.name = "New University"
    stored.save()
    deliver_due()
    assert in_lms(platform)["NewX"]["name"] == "New University"
