import pytest
from django.core.exceptions import ValidationError

from course_discovery.apps.course_metadata.tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PersonSocialNetworkFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("salutation", "family_name", "full_name"),
    [
        ("Dr.", "Hopper", "Dr. Grace Hopper"),
        (None, "Hopper", "Grace Hopper"),
        ("Dr.", None, "Grace"),
        ("Dr.", "", "Grace"),
    ],
)
def test_full_name(salutation, family_name, full_name):
    person = PersonFactory.build(salutation=salutation, given_name="Grace", family_name=family_name)
    assert person.full_name == full_name


def test_slug_and_profile_url():
    person = PersonFactory(given_name="Grace", family_name="Hopper", slug="given")
    assert person.slug == "grace-hopper"
    assert person.profile_url == f"{person.partner.marketing_site_url_root}bio/grace-hopper"
    assert PersonFactory(given_name="Grace", family_name="Hopper").slug == "grace-hopper-2"
    person.partner.marketing_site_url_root = None
    assert person.profile_url is None
    assert person.profile_image_url is None


def test_position_names_its_organization():
    position = PositionFactory(organization=OrganizationFactory(name="MIT"))
    assert str(position) == "Professor at MIT"
    position.organization_override = "Elsewhere"
    assert position.organization_name == "Elsewhere"
    position.organization = position.organization_override = None
    assert position.organization_name is None


@pytest.mark.parametrize(
    ("kind", "title", "shown"),
    [("blog", "Mine", "Mine"), ("blog", "", "Blog"), ("others", "", "https://x.example.com")],
)
def test_display_title(kind, title, shown):
    network = PersonSocialNetworkFactory(type=kind, title=title, url="https://x.example.com")
    assert network.display_title == shown


def test_biography_is_checked():
    person = PersonFactory(bio="<script>x</script>")
    with pytest.raises(ValidationError, match="script tag is not allowed"):
        person.full_clean()
