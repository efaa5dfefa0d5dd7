import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.programs.choices import PathwayStatus, PathwayType
from course_discovery.apps.programs.tests.factories import PathwayFactory, ProgramFactory

PATHWAYS = "/api/v1/pathways/"
pytestmark = pytest.mark.django_db


def names(answer):
    assert answer.status_code == 200, answer.content
    return [pathway["name"] for pathway in answer.json()["results"]]


@pytest.fixture
def pathway(partner, course):
    second = ProgramFactory(partner=partner, title="Second")
    first = ProgramFactory(partner=partner, title="First", courses=[course])
    return PathwayFactory(partner=partner, name="To credit", programs=[first, second], destination_url=None)


def test_object(staff, pathway):
    (one,) = staff.get(PATHWAYS).json()["results"]
    programs = one.pop("programs")
    assert one == {
        "id": pathway.pk,
        "uuid": str(pathway.uuid),
        "name": "To credit",
        "org_name": "Example University",
        "email": "credit@example.com",
        "description": "Credit for programs",
        "status": "published",
        "destination_url": None,
        "pathway_type": "credit",
        "course_run_statuses": ["published"],
    }
    assert [program["title"] for program in programs] == ["First", "Second"]
    assert len(programs[0]) == 35
    assert staff.get(f"{PATHWAYS}{pathway.pk}/").json()["name"] == "To credit"
    assert staff.get(f"{PATHWAYS}{pathway.pk}").json()["name"] == "To credit"


def test_fields_choose_among_the_keys_of_courses_and_runs(staff, pathway):
    (one,) = staff.get(f"{PATHWAYS}?fields=key,course_runs").json()["results"]
    assert len(one) == 11
    assert len(one["programs"][0]) == 35
    (course,) = one["programs"][0]["courses"]
    assert course.keys() == {"key", "course_runs"}
    assert course["course_runs"][0] == {"key": "course-v1:NorthX+GEO101+1"}


def test_addresses_of_runs(staff, pathway):
    def address(query=""):
        (course,) = staff.get(f"{PATHWAYS}{query}").json()["results"][0]["programs"][0]["courses"]
        return course["course_runs"][0]["marketing_url"]

    assert "utm_source=admin" in address()
    assert "utm_source" not in address("?exclude_utm=1")


def test_list(staff, partner):
    PathwayFactory(partner=partner, name="B")
    PathwayFactory(partner=partner, name="A", status=PathwayStatus.Retired, pathway_type=PathwayType.INDUSTRY)
    PathwayFactory(partner=PartnerFactory(), name="Of others")
    assert names(staff.get(PATHWAYS)) == ["B", "A"]
    assert names(staff.get(f"{PATHWAYS}?page=2&page_size=1")) == ["A"]
    assert names(staff.get(f"{PATHWAYS}?status=retired")) == ["A"]
    assert names(staff.get(f"{PATHWAYS}?status=")) == ["B", "A"]
    answer = staff.get(f"{PATHWAYS}?status=foo")
    assert (answer.status_code, answer.json()) == (
        400,
        {"status": ["Select a valid choice. foo is not one of the available choices."]},
    )


def test_detail_is_by_number_and_within_the_partner(staff, pathway):
    other = PathwayFactory(partner=PartnerFactory())
    assert staff.get(f"{PATHWAYS}{other.pk}/").json() == {"detail": "No Pathway matches the given query."}
    assert staff.get(f"{PATHWAYS}{pathway.uuid}/").status_code == 404
    assert staff.get(f"{PATHWAYS}{10**30}/").status_code == 404


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_those_who_make_the_catalogue_may_read(anonymous, plain, superuser, stranger, staff, pathway, method):
    callers = (anonymous, plain, superuser, stranger, staff)
    assert [getattr(one, method)(PATHWAYS).status_code for one in callers] == [401, 403, 403, 200, 200]
