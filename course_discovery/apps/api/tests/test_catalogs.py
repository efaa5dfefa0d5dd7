"""Catalogs themselves: who sees and changes which, and what they tell."""

import pytest
from django.contrib.auth.models import Group, Permission
from guardian.shortcuts import assign_perm

from course_discovery.apps.api.tests.conftest import client_of
from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.services.catalogs import set_viewers
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.models import User
from course_discovery.apps.core.tests.factories import StaffUserFactory, UserFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory
from course_discovery.apps.search import connection
from course_discovery.apps.search.errors import SearchUnavailable

LIST = "/api/v1/catalogs/"
BROKEN = "title:(reef"
NEW = {"name": "Alpine", "query": "org:AlpX", "viewers": []}


@pytest.fixture
def catalog(partner, search_index):
    CourseFactory(partner=partner, title="Reef fish")
    CourseFactory(partner=partner, title="Algebra")
    search_index()
    return CatalogFactory(name="Reefs", query="title:reef or title:beef")


def path_of(catalog, rest=""):
    return f"{LIST}{catalog.pk}/{rest}"


def listed(client, query=""):
    return [catalog["id"] for catalog in client.get(f"{LIST}?{query}").json()["results"]]


def granted(*permissions, to=None, on=None):
    user = to or UserFactory()
    for permission in permissions:
        assign_perm(f"catalogs.{permission}_catalog", user, on)
    return client_of(user)


class TestReading:
    def test_the_object(self, staff, catalog):
        set_viewers(catalog, [UserFactory(username="zoe"), UserFactory(username="ada")])
        shown = {
            "id": catalog.pk,
            "name": "Reefs",
            "query": "title:reef or title:beef",
            "courses_count": 1,
            "viewers": ["ada", "zoe"],
        }
        assert staff.get(path_of(catalog)).json() == shown
        assert staff.get(LIST).json() == {"count": 1, "next": None, "previous": None, "results": [shown]}

    def test_a_query_that_does_not_parse_counts_nothing(self, staff, catalog):
        assert staff.get(path_of(CatalogFactory(query=BROKEN))).json()["courses_count"] == 0
        assert [one["courses_count"] for one in staff.get(LIST).json()["results"]] == [1, 0]

    def test_pages_for_people(self, staff, plain, catalog):
        for client in (staff, plain):
            for path in (LIST, path_of(catalog), path_of(catalog, "courses/"), path_of(catalog, "contains/")):
                page = client.get(path, HTTP_ACCEPT="text/html")
                assert page.status_code == (403 if client is plain and path != LIST else 200)
                assert page["Content-Type"].startswith("text/html")
        assert staff.put(path_of(catalog), {}, HTTP_ACCEPT="text/html").status_code == 400
        assert staff.post(LIST, {}, HTTP_ACCEPT="text/html").status_code == 400

    def test_pages_by_number_or_offset(self, staff, catalog):
        ids = [catalog.pk, *(CatalogFactory().pk for _ in range(4))]
        assert listed(staff, "page=2&page_size=2") == ids[2:4]
        assert listed(staff, "page_size=3") == ids[:3]
        assert listed(staff, "limit=2&offset=1") == ids[1:3]
        assert staff.get(f"{LIST}?limit=x").status_code == 400

    def test_what_does_not_exist(self, staff, catalog):
        assert staff.get(f"{LIST}0/").json() == {"detail": "No Catalog matches the given query."}
        for name in ("abc", "99999999999999999999", "1e5"):
            assert staff.get(f"{LIST}{name}/").status_code == 404
        assert client_of().get(f"{LIST}abc/").status_code == 401

    def test_of_a_username(self, staff, superuser, plain, catalog):
        CatalogFactory()
        plain_user = User.objects.get(username="plain")
        set_viewers(catalog, [plain_user])
        assert listed(staff, "username=plain") == [catalog.pk]
        assert len(listed(staff, "username=super")) == len(listed(staff, "username=")) == 2
        unknown = staff.get(f"{LIST}?username=nobody")
        assert (unknown.status_code, unknown.json()) == (404, {"detail": "No user with the username [nobody] exists."})
        for client in (plain, superuser):
            refused = client.get(f"{LIST}?username=plain")
            assert refused.status_code == 403
            assert refused.json() == {
                "detail": "Only staff users are permitted to filter by username. Remove the username parameter."
            }

    def test_an_engine_that_is_away_is_no_empty_catalog(self, staff, catalog, monkeypatch):
        def away(*_args, **_kwargs):
            raise SearchUnavailable

        monkeypatch.setattr(connection, "search", away)
        monkeypatch.setattr(connection, "count", away)
        for path in (LIST, path_of(catalog), path_of(catalog, "courses/"), path_of(catalog, "csv/")):
            assert staff.get(path).status_code == 503
        assert staff.post(LIST, NEW).status_code == 503
        assert Catalog.objects.count() == 1


READS = ("", "courses/", "contains/", "csv/")


class TestRights:
    """The matrix: list, create, read (each of READS), change, delete."""

    def rights(self, client, catalog):
        reads = {client.get(path_of(catalog, rest)).status_code for rest in READS}
        assert len(reads) == 1
        return (
            catalog.pk in listed(client) if client.get(LIST).status_code == 200 else client.get(LIST).status_code,
            client.post(LIST, NEW).status_code,
            reads.pop(),
            client.patch(path_of(catalog), {"name": "Reefs"}).status_code,
            client.put(path_of(catalog), {"name": "Reefs", "query": catalog.query}).status_code,
            client.delete(path_of(catalog)).status_code,
        )

    def test_without_grants(self, anonymous, plain, member, catalog):
        assert self.rights(anonymous, catalog) == (401, 401, 401, 401, 401, 401)
        for client in (plain, member):
            assert self.rights(client, catalog) == (False, 403, 403, 403, 403, 403)

    def test_a_grant_allows_what_it_names_and_nothing_else(self, catalog):
        assert self.rights(granted("view", on=catalog), catalog) == (True, 403, 200, 403, 403, 403)
        assert self.rights(granted("change", on=catalog), catalog) == (False, 403, 403, 200, 200, 403)
        assert self.rights(granted("delete", on=catalog), catalog) == (False, 403, 403, 403, 403, 204)

    def test_a_grant_of_a_group(self, catalog):
        user = UserFactory()
        user.groups.add(Group.objects.create(name="affiliates"))
        assign_perm("catalogs.view_catalog", user.groups.get(), catalog)
        assert self.rights(client_of(user), catalog) == (True, 403, 200, 403, 403, 403)
        assert client_of(user).get(path_of(catalog)).json()["viewers"] == []

    def test_global_permissions_hold_for_every_catalog(self, catalog):
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="view_catalog", content_type__app_label="catalogs"))
        assert self.rights(client_of(user), catalog) == (True, 403, 200, 403, 403, 403)
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="add_catalog", content_type__app_label="catalogs"))
        assert self.rights(client_of(user), catalog) == (False, 201, 403, 403, 403, 403)

    def test_staff_and_superusers(self, staff, superuser, catalog):
        assert self.rights(staff, catalog) == (True, 201, 200, 200, 200, 204)
        assert self.rights(superuser, CatalogFactory()) == (True, 201, 200, 200, 200, 204)

    def test_options(self, staff, plain, catalog):
        assert staff.options(path_of(catalog))["Allow"] == "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"
        for rest in READS[1:]:
            assert staff.options(path_of(catalog, rest))["Allow"] == "GET, HEAD, OPTIONS"
        described = staff.options(LIST).json()
        assert set(described["actions"]["POST"]) == {"id", "name", "query", "courses_count", "viewers"}
        assert "actions" not in plain.options(LIST).json()
        assert client_of().options(LIST).status_code == 401


class TestCreating:
    @pytest.fixture(autouse=True)
    def engine(self, catalog):
        """Queries are checked by it."""

    def test_viewers_that_do_not_exist_are_made(self, staff):
        known = UserFactory(username="known")
        answer = staff.post(LIST, {"name": "Reefs", "query": "title:reef", "viewers": ["known", "fresh", "known"]})
        assert answer.status_code == 201
        made = Catalog.objects.get(pk=answer.json()["id"])
        assert answer.json() == {
            "id": made.pk,
            "name": "Reefs",
            "query": "title:reef",
            "courses_count": 1,
            "viewers": ["fresh", "known"],
        }
        fresh = User.objects.get(username="fresh")
        assert (fresh.email, fresh.has_usable_password()) == ("", False)
        assert known.has_perm("catalogs.view_catalog", made)
        assert staff.get(path_of(made)).json() == answer.json()

    @pytest.mark.parametrize("viewers", [[], None, "", " , "])
    def test_without_viewers(self, staff, viewers):
        assert staff.post(LIST, NEW | {"viewers": viewers}).json()["viewers"] == []

    def test_viewers_need_not_be_sent(self, staff):
        assert staff.post(LIST, {"name": "A", "query": "org:A"}).json()["viewers"] == []

    @pytest.mark.parametrize("format", ["json", "multipart"])
    def test_viewers_as_one_text(self, staff, format):
        answer = staff.post(LIST, {"name": "A", "query": "org:A", "viewers": "bo, ada"}, format=format)
        assert answer.json()["viewers"] == ["ada", "bo"]

    def test_what_the_api_does_not_set(self, staff):
        answer = staff.post(LIST, NEW | {"include_archived": True, "program_query": "*", "id": 77})
        made = Catalog.objects.get(pk=answer.json()["id"])
        assert (made.include_archived, made.program_query) == (False, "")
        assert made.pk != 77

    @pytest.mark.parametrize(
        ("sent", "errors"),
        [
            ({}, {"name": ["This field is required."], "query": ["This field is required."]}),
            ({"name": " ", "query": "org:A"}, {"name": ["This field may not be blank."]}),
            ({"name": "A", "query": ""}, {"query": ["This field may not be blank."]}),
            (
                {"name": "A" * 256, "query": "org:A"},
                {"name": ["Ensure this field has no more than 255 characters."]},
            ),
            ({"name": "A", "query": "org:A\x00"}, {"query": ["Null characters are not allowed."]}),
            (
                {"name": "A", "query": "org:A", "viewers": 5},
                {"viewers": ['Expected a list of items but got type "int".']},
            ),
        ],
    )
    def test_refusals(self, staff, sent, errors):
        answer = staff.post(LIST, sent)
        assert (answer.status_code, answer.json()) == (400, errors)

    @pytest.mark.parametrize("sent", [{"query": BROKEN}, {"viewers": ["fine", "not valid!"]}])
    def test_a_refused_catalog_leaves_nothing_behind(self, staff, sent):
        answer = staff.post(LIST, {"name": "A", "query": "org:A", "viewers": ["fine"]} | sent)
        assert answer.status_code == 400
        assert set(answer.json()) == set(sent)
        assert not Catalog.objects.filter(name="A").exists()
        assert not User.objects.filter(username="fine").exists()


class TestChanging:
    def test_name_and_query(self, staff, catalog):
        answer = staff.put(path_of(catalog), {"name": "Numbers", "query": "title:algebra or title:reef"})
        assert answer.status_code == 200
        assert (answer.json()["name"], answer.json()["courses_count"]) == ("Numbers", 2)
        catalog.refresh_from_db()
        assert (catalog.name, catalog.query) == ("Numbers", "title:algebra or title:reef")
        assert staff.put(path_of(catalog), {"name": "x"}).json() == {"query": ["This field is required."]}

    def test_viewers_are_replaced_when_they_are_sent(self, staff, catalog):
        old, new, editor = (UserFactory(username=name) for name in ("old", "new", "editor"))
        set_viewers(catalog, [old, editor])
        assign_perm("catalogs.change_catalog", editor, catalog)
        assert staff.patch(path_of(catalog), {"name": "Same"}).json()["viewers"] == ["editor", "old"]
        # Another permission keeps an account among the viewers, though it cannot view any more.
        assert staff.patch(path_of(catalog), {"viewers": ["new"]}).json()["viewers"] == ["editor", "new"]
        assert client_of(editor).get(path_of(catalog)).status_code == 403
        assert client_of(new).get(path_of(catalog)).status_code == 200
        assert client_of(old).get(path_of(catalog)).status_code == 403

    @pytest.mark.parametrize(
        ("sent", "errors"),
        [
            ({"viewers": ["ghost"]}, {"viewers": ["Object with username=ghost does not exist."]}),
            ({"viewers": None}, {"viewers": ["This field may not be null."]}),
            ({"name": ""}, {"name": ["This field may not be blank."]}),
        ],
    )
    def test_refusals(self, staff, catalog, sent, errors):
        answer = staff.patch(path_of(catalog), sent)
        assert (answer.status_code, answer.json()) == (400, errors)
        assert not User.objects.filter(username="ghost").exists()

    def test_a_query_that_does_not_parse_is_refused(self, staff, catalog):
        answer = staff.patch(path_of(catalog), {"query": BROKEN})
        assert answer.status_code == 400
        assert set(answer.json()) == {"query"}
        assert Catalog.objects.get().query == "title:reef or title:beef"

    def test_deleting(self, catalog):
        client = client_of(StaffUserFactory())
        assert client.delete(path_of(catalog)).status_code == 204
        assert client.get(path_of(catalog)).status_code == 404
