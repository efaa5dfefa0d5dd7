import pytest
from django.urls import reverse

from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.selectors.catalogs import viewers_of
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory
from course_discovery.apps.search import connection
from course_discovery.apps.search.errors import SearchUnavailable

pytestmark = pytest.mark.django_db
NO_GRANTS = {
    f"{relation}-{name}": "0"
    for relation in ("user_grants", "group_grants")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def add_catalog(admin_client, search_index):
    def post(**values):
        data = {"name": "Reefs", "query": "title:reef", **NO_GRANTS, **values}
        return admin_client.post(reverse("admin:catalogs_catalog_add"), data)

    return post


def test_a_catalog_is_made_with_a_viewer(add_catalog):
    viewer = UserFactory()
    page = add_catalog().url
    assert page == reverse("admin:catalogs_catalog_changelist")
    catalog = Catalog.objects.get()
    permission = catalog.user_grants.model._meta.get_field("permission").related_model.objects.get(
        content_type__app_label="catalogs", codename="view_catalog"
    )
    answer = add_catalog(
        **{"name": "Corals", "user_grants-TOTAL_FORMS": "1"},
        **{"user_grants-0-user": viewer.pk, "user_grants-0-permission": permission.pk},
    )
    assert answer.status_code == 302
    corals = Catalog.objects.get(name="Corals")
    assert viewers_of([catalog, corals]) == {catalog.pk: [], corals.pk: [viewer]}


def test_a_query_that_does_not_parse_is_refused_with_the_reason(add_catalog):
    answer = add_catalog(query="title:(reef")
    assert answer.status_code == 200
    (reason,) = answer.context["adminform"].form.errors["query"]
    assert "title:(reef" in reason
    assert not Catalog.objects.exists()


def test_without_the_engine_the_form_says_so(add_catalog, monkeypatch):
    def fail(*args, **kwargs):
        raise SearchUnavailable

    monkeypatch.setattr(connection, "count", fail)
    answer = add_catalog()
    assert answer.context["adminform"].form.non_field_errors() == [
        "The search engine does not answer now, so the query cannot be checked. Try again later."
    ]


class TestPreview:
    def page(self, admin_client, catalog):
        return admin_client.get(reverse("admin:catalogs_catalog_change", args=[catalog.pk])).content.decode()

    def test_shows_how_many_courses_the_catalog_holds_and_which(self, admin_client, search_index):
        CourseFactory(title="Reef fish")
        CourseFactory(title="Reef law")
        search_index()
        page = self.page(admin_client, CatalogFactory(query="title:reef"))
        assert '2 (<a href="/api/v1/courses/?q=title%3Areef">show them</a>)' in page

    def test_says_why_a_stored_query_finds_nothing(self, admin_client, search_index):
        assert "The query does not parse" in self.page(admin_client, CatalogFactory(query="title:"))

    def test_a_new_catalog_has_none(self, admin_client):
        page = admin_client.get(reverse("admin:catalogs_catalog_add")).content.decode()
        assert "Save the catalog to see what it holds." in page


def test_the_list_shows_catalogs(admin_client):
    CatalogFactory(name="Reefs")
    page = admin_client.get(reverse("admin:catalogs_catalog_changelist")).content.decode()
    assert "Reefs" in page
