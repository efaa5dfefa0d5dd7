from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from freezegun import freeze_time

from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory, OrganizationMappingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("key", "name", "text"), [("HUx", "Harvard", "HUx: Harvard"), ("HUx", "", "HUx"), ("HUx", "HUx", "HUx")]
)
def test_text(key, name, text):
    assert str(OrganizationFactory.build(key=key, name=name)) == text


def test_slug_and_marketing_url():
    organization = OrganizationFactory(key="MIT.x_1")
    assert organization.slug == "mit-x-1"
    assert organization.marketing_url == f"{organization.partner.marketing_site_url_root}school/mit-x-1"
    organization.partner = None
    assert organization.marketing_url is None


def test_slugs_of_equal_keys_differ():
    slugs = {OrganizationFactory(key="HUx").slug, OrganizationFactory(key="hux").slug}
    assert slugs == {"hux", "hux-2"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"key": "a b"}, "Please do not use any spaces or special characters other than period"),
        ({"organization_hex_color": "12345"}, "Hex color must be 3 or 6 A-F or numeric form"),
        ({"organization_hex_color": "#1234"}, "Hex color must be 3 or 6 A-F or numeric form"),
    ],
)
def test_forms_refuse(values, message):
    organization = OrganizationFactory()
    for name, value in values.items():
        setattr(organization, name, value)
    with pytest.raises(ValidationError, match=message):
        organization.full_clean()


@pytest.mark.parametrize("color", ["fff", "12aBcD", None])
def test_colors(color):
    OrganizationFactory(organization_hex_color=color).full_clean()


def test_key_is_unique_for_a_partner():
    organization = OrganizationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationFactory(partner=organization.partner, key=organization.key)
    OrganizationFactory(key=organization.key)


def test_changes_are_stamped_and_kept():
    with freeze_time("2026-01-01"):
        organization = OrganizationFactory()
    with freeze_time("2026-02-01"):
        organization.save()
        assert organization.data_modified_timestamp == datetime(2026, 1, 1, tzinfo=UTC)
        assert organization.history.count() == 1
        organization.name = "Other"
        organization.save()
    assert organization.data_modified_timestamp == datetime(2026, 2, 1, tzinfo=UTC)
    assert organization.history.count() == 2


def test_mapping_is_unique_for_a_source():
    mapping = OrganizationMappingFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationMappingFactory(source=mapping.source, organization_external_key=mapping.organization_external_key)
