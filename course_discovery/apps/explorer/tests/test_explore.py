import pytest
from django.urls import reverse

from course_discovery.apps.core.models import Partner
from course_discovery.apps.core.tests.factories import PartnerFactory, StaffUserFactory, UserFactory
from course_discovery.apps.course_metadata.models import CourseRunType
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    LevelTypeFactory,
    OrganizationFactory,
    SeatFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(settings, search_index):
    """Two indexed courses of two levels, one of them with a published run."""
    settings.DISCOVERY_DEMO = True
    partner = PartnerFactory(site__domain="testserver")
    organization = OrganizationFactory(partner=partner, key="TideX", name="Tide School")
    for key, title, level in (("TideX+SEA1", "Seas & Oceans", "Introductory"), ("TideX+ICE2", "Glaciers", "Advanced")):
        level_type = LevelTypeFactory(name=level, name_t=level)
        course = CourseFactory(partner=partner, key=key, title=title, level_type=level_type)
        course.authoring_organizations.add(organization)
        run = CourseRunFactory(
            course=course,
            key=f"course-v1:{key}+R1",
            title_override=None,
            status="published",
            type=CourseRunType.objects.get(slug="audit"),
        )
        SeatFactory(course_run=run, type_id="audit", price=0)
    search_index()


def test_shows_courses_with_links_to_the_api_and_the_query(client, catalogue):
    response = client.get("/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "2 results" in page
    assert "Seas &amp; Oceans" in page
    assert reverse("api:v1:course-detail", args=["TideX+ICE2"]) in page
    assert reverse("api:v1:search-courses-list") in page
    assert "&quot;query&quot;" in page


def test_words_and_facets_narrow_the_results(client, catalogue):
    assert "1 result<" in client.get("/", {"q": "glaciers"}).content.decode()
    page = client.get("/", {"selected_facets": "level_type_exact:Introductory"}).content.decode()
    assert "1 result<" in page
    assert "Glaciers" not in page
    assert "Level: Introductory" in page


def test_shows_course_runs(client, catalogue):
    page = client.get("/", {"show": "course_runs"}).content.decode()
    assert "course-v1:TideX+SEA1+R1" in page
    assert "2 results" in page


def test_shows_programs_with_their_type_as_facet(client, catalogue, search_index):
    program = ProgramFactory(
        partner=Partner.objects.get(),
        title="Seas in Depth",
        subtitle="Two courses",
        type=ProgramTypeFactory(name="Dive"),
    )
    search_index()
    page = client.get("/", {"show": "programs"}).content.decode()
    assert "1 result<" in page
    assert all(text in page for text in ("Seas in Depth", "Two courses", "Type", str(program.uuid)))
    assert "1 result<" in client.get("/", {"show": "programs", "selected_facets": "type_exact:Dive"}).content.decode()


def test_staff_are_told_where_it_is_explained_why_a_course_is_shown(client, catalogue):
    address = reverse("api:v1:course-visibility", args=["TideX+ICE2"])
    assert address not in client.get("/").content.decode()
    client.force_login(UserFactory())
    assert address not in client.get("/").content.decode()
    client.force_login(StaffUserFactory())
    assert address in client.get("/").content.decode()
    assert client.get(address).status_code == 200


def test_finds_nothing_politely(client, catalogue):
    assert "Nothing was found" in client.get("/", {"q": "volcanology"}).content.decode()


@pytest.mark.parametrize("query", ["?page=zero", "?page=-1", "?show=nonsense", "?page=9999999999999"])
def test_nonsense_in_the_address_is_no_server_error(client, catalogue, query):
    assert client.get(f"/{query}").status_code in (200, 400, 404)


def test_an_unknown_facet_says_so(client, catalogue):
    response = client.get("/", {"selected_facets": "moon_phase_exact:full"})
    assert response.status_code == 400
    assert "moon_phase" in response.content.decode()


def test_outside_the_demo_a_visitor_is_sent_to_the_login(client, catalogue, settings):
    settings.DISCOVERY_DEMO = False
    response = client.get("/?q=glaciers")
    assert response.status_code == 302
    assert response["Location"] == "/login/?next=/%3Fq%3Dglaciers"


def test_outside_the_demo_who_may_read_the_api_may_explore(client, catalogue, settings):
    settings.DISCOVERY_DEMO = False
    client.force_login(UserFactory())
    assert "2 results" in client.get("/").content.decode()
