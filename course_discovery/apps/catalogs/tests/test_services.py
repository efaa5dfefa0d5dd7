import pytest
from django.core.exceptions import ValidationError
from guardian.shortcuts import assign_perm

from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.selectors.catalogs import viewers_of, visible_catalogs
from course_discovery.apps.catalogs.services.catalogs import (
    create_catalog,
    existing_accounts,
    set_viewers,
    update_catalog,
)
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.models import User
from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.publisher.tests.factories import GroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine(search_index):
    """Queries are shown to the engine."""


def viewers(catalog):
    return [user.username for user in viewers_of([catalog])[catalog.pk]]


class TestCreate:
    def test_viewers_that_do_not_exist_are_made_without_password(self):
        UserFactory(username="known")
        catalog = create_catalog(name="Reefs", query="title:reef", viewers=["known", " new ", "known", ""])
        assert viewers(catalog) == ["known", "new"]
        new = User.objects.get(username="new")
        assert (new.has_usable_password(), new.email, new.is_staff) == (False, "", False)
        assert list(visible_catalogs(new)) == [catalog]

    def test_without_viewers_nobody_may_read_it(self):
        assert viewers(create_catalog(name="Reefs", query="*")) == []

    def test_writes_a_history(self):
        catalog = create_catalog(name="Reefs", query="*")
        update_catalog(catalog, {"name": "Corals"})
        assert list(catalog.history.values_list("name", flat=True)) == ["Corals", "Reefs"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "x" * 256}, "name"),
            ({"query": ""}, "query"),
            ({"query": "title:(reef"}, "query"),
            ({"viewers": ["new", "no spaces"]}, "viewers"),
        ],
    )
    def test_what_makes_no_sense_is_refused_and_nothing_made(self, values, field):
        with pytest.raises(ValidationError) as error:
            create_catalog(**{"name": "Reefs", "query": "*", "viewers": ["new"], **values})
        assert set(error.value.message_dict) == {field}
        assert not Catalog.objects.exists()
        assert not User.objects.filter(username="new").exists()


class TestUpdate:
    def test_what_is_not_named_stays(self):
        catalog = create_catalog(name="Reefs", query="title:reef", viewers=["known"])
        update_catalog(catalog, {"name": "Corals"})
        catalog.refresh_from_db()
        assert (catalog.name, catalog.query, viewers(catalog)) == ("Corals", "title:reef", ["known"])

    def test_viewers_are_replaced(self):
        catalog = create_catalog(name="Reefs", query="*", viewers=["known", "leaving"])
        update_catalog(catalog, {}, viewers=[User.objects.get(username="known"), UserFactory(username="coming")])
        assert viewers(catalog) == ["coming", "known"]

    def test_a_broken_query_is_refused(self):
        catalog = CatalogFactory(query="title:reef")
        with pytest.raises(ValidationError) as error:
            update_catalog(catalog, {"query": "title:"})
        assert list(error.value.message_dict) == ["query"]
        catalog.refresh_from_db()
        assert catalog.query == "title:reef"

    def test_a_broken_query_from_before_may_stay(self):
        catalog = CatalogFactory(query="title:")
        update_catalog(catalog, {"name": "Corals"})
        assert Catalog.objects.get(pk=catalog.pk).name == "Corals"


class TestSetViewers:
    def test_only_view_permissions_of_users_are_given_and_taken(self):
        catalog, other, group = CatalogFactory(), CatalogFactory(), GroupFactory()
        changer, leaving, staying = UserFactory(username="changer"), UserFactory(), UserFactory(username="staying")
        for user in (changer, leaving, staying):
            assign_perm("view_catalog", user, catalog)
            assign_perm("view_catalog", user, other)
        assign_perm("change_catalog", changer, catalog)
        assign_perm("view_catalog", group, catalog)
        set_viewers(catalog, iter([staying]))
        # Who may still change it goes on to be listed.
        assert viewers(catalog) == ["changer", "staying"]
        assert list(visible_catalogs(changer)) == [other]
        assert len(viewers(other)) == 3
        assert catalog.group_grants.count() == 1

    @pytest.mark.parametrize("nonsense", ["ada", b"ada", 7, ["ada"]])
    def test_anything_but_accounts_is_a_type_error(self, nonsense):
        with pytest.raises(TypeError, match=r"Viewers must be a non-string iterable containing User objects\."):
            set_viewers(CatalogFactory(), nonsense)


class TestExistingAccounts:
    def test_accounts_are_found_and_none_is_made(self):
        ada, bo = UserFactory(username="ada"), UserFactory(username="bo")
        assert set(existing_accounts(["bo", "ada", "bo"])) == {ada, bo}
        assert existing_accounts([]) == []

    def test_names_that_no_account_has(self):
        UserFactory(username="ada")
        with pytest.raises(ValidationError) as error:
            existing_accounts(["ghost", "ada", "spook", "ghost"])
        assert error.value.message_dict == {
            "viewers": [f"Object with username={name} does not exist." for name in ("ghost", "spook")]
        }
        assert not User.objects.filter(username="ghost").exists()
