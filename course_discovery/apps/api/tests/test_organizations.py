import pytest
from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm, remove_perm

from course_discovery.apps.api.tests.conftest import client_of
from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory
from course_discovery.apps.publisher.models import OrganizationExtension

KEYS = [
    "uuid", "key", "name", "auto_generate_course_run_keys", "certificate_logo_image_url", "logo_image_url",
    "organization_hex_color", "data_modified_timestamp", "description", "description_es", "homepage_url", "tags",
    "marketing_url", "slug", "banner_image_url", "enterprise_subscription_inclusion",
]  # fmt: skip


def keys(answer):
    assert answer.status_code == 200, answer.content
    return [one["key"] for one in answer.json()["results"]]


def test_object(staff, organization):
    organization.tags.add("charter")
    shown = staff.get(f"/api/v1/organizations/{organization.uuid}/").json()
    assert list(shown) == KEYS
    assert shown["marketing_url"] == "https://www.example.org/school/northx"
    assert shown["tags"] == ["charter"]
    assert shown["logo_image_url"] is None


def test_staff_see_all_of_their_partner_in_the_order_of_making(staff, partner, organization):
    OrganizationFactory(partner=partner, key="AlphaX")
    OrganizationFactory(partner=PartnerFactory(), key="ElsewhereX")
    assert keys(staff.get("/api/v1/organizations/")) == ["NorthX", "AlphaX"]


class TestGrants:
    @pytest.fixture
    def extension(self, organization):
        group = Group.objects.create(name="Readers")
        return OrganizationExtension.objects.create(organization=organization, group=group)

    def test_a_grant_on_the_extension_opens_the_organization(self, partner, extension):
        user = UserFactory()
        assert keys(client_of(user).get("/api/v1/organizations/")) == []
        assign_perm("publisher.publisher_view_course", user, extension)
        assert keys(client_of(user).get("/api/v1/organizations/")) == ["NorthX"]

    def test_a_grant_to_a_group_too(self, partner, extension):
        user = UserFactory()
        user.groups.add(extension.group)
        assert keys(client_of(user).get("/api/v1/organizations/")) == []
        assign_perm("publisher.publisher_view_course", extension.group, extension)
        assert keys(client_of(user).get("/api/v1/organizations/")) == ["NorthX"]

    def test_other_grants_and_global_ones_do_not(self, partner, extension):
        user = UserFactory()
        assign_perm("publisher.publisher_edit_course", user, extension)
        assign_perm("publisher.publisher_view_course", user)
        assert keys(client_of(user).get("/api/v1/organizations/")) == []

    def test_a_withdrawn_grant_closes_it_at_once(self, partner, extension, settings):
        settings.USE_API_CACHING = True
        user = UserFactory()
        assign_perm("publisher.publisher_view_course", user, extension)
        assert keys(client_of(user).get("/api/v1/organizations/")) == ["NorthX"]
        remove_perm("publisher.publisher_view_course", user, extension)
        assert keys(client_of(user).get("/api/v1/organizations/")) == []


class TestFilters:
    def test_tags_give_each_organization_once(self, staff, partner):
        for key, tags in (("A", ["x", "y"]), ("B", ["y"]), ("C", [])):
            OrganizationFactory(partner=partner, key=key).tags.add(*tags)
        assert keys(staff.get("/api/v1/organizations/?tags=x,y")) == ["A", "B"]
        assert keys(staff.get("/api/v1/organizations/?tags=x")) == ["A"]

    def test_uuids(self, staff, partner, organization):
        OrganizationFactory(partner=partner)
        assert keys(staff.get(f"/api/v1/organizations/?uuids={organization.uuid}")) == ["NorthX"]

    def test_timestamp(self, staff, organization):
        Organization.objects.update(data_modified_timestamp="2026-11-21T12:00:00Z")
        assert keys(staff.get("/api/v1/organizations/?timestamp=2026-11-21")) == ["NorthX"]
        assert keys(staff.get("/api/v1/organizations/?timestamp=2026-11-22")) == []

    def test_filters_apply_to_details(self, staff, organization):
        path = f"/api/v1/organizations/{organization.uuid}/"
        assert staff.get(f"{path}?tags=none").status_code == 404

    @pytest.mark.parametrize(
        "query, field", [("uuids=bad", "uuids"), ("timestamp=bad", "timestamp"), ("page=x", "page")]
    )
    def test_bad_values_are_refused_by_name(self, staff, partner, query, field):
        answer = staff.get(f"/api/v1/organizations/?{query}")
        assert (answer.status_code, list(answer.json())) == (400, [field])


def test_both_ways_of_paging_together(staff, partner):
    for number in range(3):
        OrganizationFactory(partner=partner, key=f"O{number}")
    assert keys(staff.get("/api/v1/organizations/?page=1&page_size=500&limit=500")) == ["O0", "O1", "O2"]
    assert keys(staff.get("/api/v1/organizations/?page=2&page_size=2")) == ["O2"]
    assert keys(staff.get("/api/v1/organizations/?limit=1&offset=1")) == ["O1"]
