import pytest
from django.contrib.auth.models import Permission
from guardian.shortcuts import assign_perm

from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.selectors.catalogs import (
    CHANGE,
    DELETE,
    VIEW,
    may,
    may_create,
    viewers_of,
    visible_catalogs,
)
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.tests.factories import StaffUserFactory, UserFactory
from course_discovery.apps.publisher.tests.factories import GroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogs():
    return [CatalogFactory() for _ in range(3)]


def member_of(*groups):
    user = UserFactory()
    user.groups.set(groups)
    return user


def grant_globally(user, codename):
    user.user_permissions.add(Permission.objects.get(content_type__app_label="catalogs", codename=codename))
    return type(user).objects.get(pk=user.pk)


class TestVisible:
    @pytest.mark.parametrize("flags", [{"is_staff": True}, {"is_superuser": True}])
    def test_staff_and_superusers_see_all_by_id(self, catalogs, flags):
        assert list(visible_catalogs(UserFactory(**flags))) == catalogs

    def test_others_see_what_is_granted_to_them_or_a_group_of_theirs(self, catalogs):
        group = GroupFactory()
        user = member_of(group)
        assert list(visible_catalogs(user)) == []
        assign_perm("view_catalog", group, catalogs[2])
        assign_perm("view_catalog", user, catalogs[0])
        assign_perm("change_catalog", user, catalogs[1])
        assert list(visible_catalogs(user)) == [catalogs[0], catalogs[2]]

    def test_the_global_permission_shows_all(self, catalogs):
        assert list(visible_catalogs(grant_globally(UserFactory(), "view_catalog"))) == catalogs

    def test_who_may_not_come_in_sees_nothing(self, catalogs):
        assert list(visible_catalogs(StaffUserFactory(is_active=False))) == []

    @pytest.mark.parametrize("rows", [2, 10])
    def test_costs_the_same_however_many_there_are(self, django_assert_max_num_queries, rows):
        user = UserFactory()
        for _ in range(rows):
            assign_perm("view_catalog", user, CatalogFactory())
        with django_assert_max_num_queries(4):
            assert len(visible_catalogs(user)) == rows


class TestMay:
    @pytest.mark.parametrize("flags", [{"is_staff": True}, {"is_superuser": True}])
    def test_staff_and_superusers_may_do_everything(self, catalogs, flags):
        user = UserFactory(**flags)
        assert may_create(user)
        assert all(may(user, action, catalogs[0]) for action in (VIEW, CHANGE, DELETE))

    @pytest.mark.parametrize("granted", [VIEW, CHANGE, DELETE])
    def test_each_grant_stands_for_itself_and_its_catalog(self, catalogs, granted):
        user = UserFactory()
        assign_perm(f"{granted}_catalog", user, catalogs[0])
        assert [action for action in (VIEW, CHANGE, DELETE) if may(user, action, catalogs[0])] == [granted]
        assert not may(user, granted, catalogs[1])
        assert not may_create(user)

    def test_what_a_group_may_its_members_may(self, catalogs):
        group = GroupFactory()
        assign_perm("view_catalog", group, catalogs[0])
        assert may(member_of(group), VIEW, catalogs[0])

    def test_a_global_permission_holds_for_every_catalog(self, catalogs):
        assert may(grant_globally(UserFactory(), "view_catalog"), VIEW, catalogs[0])
        assert may_create(grant_globally(UserFactory(), "add_catalog"))

    def test_who_may_not_come_in_may_nothing(self, catalogs):
        user = UserFactory(is_staff=True, is_active=False)
        assert not may_create(user)
        assert not may(user, VIEW, catalogs[0])


class TestViewers:
    def test_who_holds_any_permission_directly_by_username(self, catalogs):
        group = GroupFactory()
        zoe, adam = UserFactory(username="zoe"), UserFactory(username="adam")
        UserFactory(is_superuser=True)
        member_of(group)
        assign_perm("view_catalog", group, catalogs[0])
        assign_perm("view_catalog", zoe, catalogs[0])
        assign_perm("change_catalog", zoe, catalogs[0])
        assign_perm("delete_catalog", adam, catalogs[0])
        assign_perm("view_catalog", adam, catalogs[1])
        assert viewers_of(catalogs) == {catalogs[0].pk: [adam, zoe], catalogs[1].pk: [adam], catalogs[2].pk: []}

    @pytest.mark.parametrize("rows", [2, 10])
    def test_costs_one_query_however_many_there_are(self, django_assert_num_queries, rows):
        catalogs = [CatalogFactory() for _ in range(rows)]
        for catalog in catalogs:
            assign_perm("view_catalog", UserFactory(), catalog)
        with django_assert_num_queries(1):
            assert [len(viewers) for viewers in viewers_of(catalogs).values()] == [1] * rows

    def test_grants_go_with_their_catalog(self, catalogs):
        user = UserFactory()
        assign_perm("view_catalog", user, catalogs[0])
        pk = catalogs[0].pk
        catalogs[0].delete()
        assert list(visible_catalogs(user)) == []
        assert not may(user, VIEW, Catalog.objects.create(pk=pk, name="Another", query="*"))


def test_a_catalog_says_its_number_and_name():
    catalog = CatalogFactory(name="Reefs")
    assert str(catalog) == f"Catalog #{catalog.pk}: Reefs"
