"""Which source and company marketing addresses name, and that lists do not wait for the LMS to learn it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from rest_framework.test import APIClient
from waffle.testutils import override_switch

from course_discovery.apps.api.tests.conftest import client_of
from course_discovery.apps.api.tests.factories import FullCourseFactory
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseUrlSlugFactory
from course_discovery.apps.programs.tests.factories import ProgramFactory
from course_discovery.integrations.errors import Unreachable
from course_discovery.integrations.lms_api_access import ApiAccessApi, ApiAccessRequest

SWITCH = "use_company_name_as_utm_source_value"
LIST = "/api/v1/courses/?limit=20"


@pytest.fixture
def lms(monkeypatch):
    """What the LMS answers about anybody, an error to raise or a request; and of whom it was asked."""
    told = {"answer": ApiAccessRequest("pending", "Alpine Learning, Öst"), "asked": []}

    def request_of(_api, username):
        told["asked"].append(username)
        if isinstance(told["answer"], Exception):
            raise told["answer"]
        return told["answer"]

    monkeypatch.setattr(ApiAccessApi, "request_of", request_of)
    return told


@pytest.fixture
def reader(partner) -> APIClient:
    return client_of(UserFactory(username="Jo", referral_tracking_id="spring sale"))


@pytest.fixture
def courses(partner, organization):
    """Three, the first with two runs, all with pages of their own."""
    courses = [FullCourseFactory(partner=partner, key="NorthX+GEO101", authoring_organizations=[organization])]
    for number in (2, 3):
        courses.append(CourseFactory(partner=partner, key=f"NorthX+GEO{number}"))
        CourseUrlSlugFactory(course=courses[-1], url_slug=f"geo-{number}")
    return courses


def sources(client, path=LIST):
    """The sources that the answer's marketing addresses name."""
    found, answer = set(), client.get(path)
    assert answer.status_code == 200

    def collect(value):
        if isinstance(value, dict):
            if value.get("marketing_url") and "utm_" in value["marketing_url"]:
                query = parse_qs(urlsplit(value["marketing_url"]).query)
                assert query["utm_medium"] == ["spring sale"]
                found.update(query["utm_source"])
            value = list(value.values())
        if isinstance(value, list):
            for member in value:
                collect(member)

    collect(answer.json())
    return found


def test_the_switch_is_off_at_first(reader, courses, lms):
    assert sources(reader) == {"jo"}
    assert lms["asked"] == []


@override_switch(SWITCH, active=True)
def test_the_company_follows_the_name(reader, courses, lms):
    assert sources(reader) == {"jo-alpine-learning-ost"}
    assert sources(reader, "/api/v1/course_runs/?limit=20") == {"jo-alpine-learning-ost"}
    program = ProgramFactory(courses=courses[:1], partner=courses[0].partner)
    assert sources(reader, f"/api/v1/programs/{program.uuid}/") == {"jo-alpine-learning-ost"}
    # Asked once for all addresses of all these answers.
    assert lms["asked"] == ["Jo"]


@override_switch(SWITCH, active=True)
def test_the_company_in_files_of_catalogs(staff, courses, lms):
    catalog = CatalogFactory(query="*")
    file = staff.get(f"/api/v1/catalogs/{catalog.pk}/csv/").getvalue().decode()
    assert "utm_source=admin-alpine-learning-ost&" in file


@override_switch(SWITCH, active=True)
@pytest.mark.parametrize("answer", [None, ApiAccessRequest("approved", ""), Unreachable("GET it", "no answer")])
def test_without_a_company_it_is_the_name_alone(reader, courses, lms, answer):
    lms["answer"] = answer
    assert sources(reader) == {"jo"}
    assert lms["asked"] == ["Jo"]


@override_switch(SWITCH, active=True)
def test_a_partner_without_an_lms(reader, partner, courses, lms):
    partner.lms_url = ""
    partner.save()
    assert sources(reader) == {"jo"}
    assert lms["asked"] == []


@override_switch(SWITCH, active=True)
@pytest.mark.parametrize("query", ["&fields=key,title", "&omit=marketing_url,course_runs", "&exclude_utm=1"])
def test_a_list_that_names_no_source_asks_nobody(reader, courses, lms, query):
    assert sources(reader, LIST + query) == set()
    assert lms["asked"] == []
