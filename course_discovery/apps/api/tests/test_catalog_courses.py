"""The courses that a catalog holds: which, with which runs, as whom."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from freezegun import freeze_time

from course_discovery.apps.api.tests.conftest import client_of
from course_discovery.apps.api.tests.factories import FullCourseFactory, FullRunFactory
from course_discovery.apps.api.tests.test_courses import KEYS
from course_discovery.apps.catalogs.services.catalogs import set_viewers
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.course_metadata.constants import EXECUTIVE_EDUCATION_TYPE
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
)
from course_discovery.integrations.lms_api_access import ApiAccessApi, ApiAccessRequest

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PAST = datetime(2026, 11, 1, tzinfo=UTC)
FUTURE = datetime(2027, 11, 1, tzinfo=UTC)
NOT_OF_CATALOGS = {"programs", "course_run_keys", "editable", "advertised_course_run_uuid"}


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


@pytest.fixture(autouse=True)
def api_access(monkeypatch):
    """By user name, what the LMS knows of requests for access."""
    known = {}
    monkeypatch.setattr(ApiAccessApi, "request_of", lambda _api, username: known.get(username))
    return known


@pytest.fixture
def affiliate_user(partner):
    return UserFactory(username="Alpine Ö")


@pytest.fixture
def affiliate(affiliate_user):
    return client_of(affiliate_user)


def everything(viewer=None, **values):
    catalog = CatalogFactory(query="*", **values)
    set_viewers(catalog, [viewer] if viewer else [])
    return f"/api/v1/catalogs/{catalog.pk}/courses/"


def listed(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def course_keys(client, path):
    return [course["key"] for course in listed(client, path)]


def run_keys(client, path):
    return [run["key"] for course in listed(client, path) for run in course["course_runs"]]


class TestWhich:
    def test_those_that_match_and_are_on_offer(self, staff, partner, search_index):
        for name, end in (("now", FUTURE), ("over", PAST)):
            course = CourseFactory(partner=partner, key=f"X+{name}", title="Reef")
            SeatFactory(course_run=CourseRunFactory(course=course, key=name, end=end))
        CourseFactory(partner=partner, key="X+other", title="Algebra")
        search_index()
        catalog = CatalogFactory(query="title:reef or title:beef")
        path = f"/api/v1/catalogs/{catalog.pk}/courses/"
        assert course_keys(staff, path) == ["X+now"]
        catalog.include_archived = True
        catalog.save()
        assert course_keys(staff, path) == ["X+now", "X+over"]

    def test_a_query_that_does_not_parse(self, staff, partner, search_index):
        catalog = CatalogFactory(query="title:(reef")
        for rest in ("courses/", "csv/", "contains/?course_id=a", "contains/?course_run_id=a"):
            answer = staff.get(f"/api/v1/catalogs/{catalog.pk}/{rest}")
            assert answer.status_code == 400
            assert set(answer.json()) == {"detail", "query"}
        assert staff.get(f"/api/v1/catalogs/{catalog.pk}/contains/").json() == {"courses": {}}

    def test_those_of_all_partners_by_id_a_page_at_a_time(self, staff, course):
        elsewhere = FullCourseFactory(PartnerFactory(lms_url=None), "Else+Where", runs=1)
        path = everything()
        assert course_keys(staff, path) == [course.key, elsewhere.key]
        assert course_keys(staff, f"{path}?limit=1&offset=1") == [elsewhere.key]
        assert course_keys(staff, f"{path}?page_size=1") == [course.key]
        found = {one["key"]: one for one in listed(staff, path)}[elsewhere.key]
        assert found["owners"][0]["key"] == elsewhere.authoring_organizations.get().key
        assert found["marketing_url"].startswith(elsewhere.partner.marketing_site_url_root)

    def test_executive_education_is_not_for_those_who_use_the_apis_on_request(
        self, affiliate, affiliate_user, course, api_access
    ):
        FullCourseFactory(course.partner, "Exec+Ed", type__slug=EXECUTIVE_EDUCATION_TYPE)
        path = everything(affiliate_user)
        assert course_keys(affiliate, path) == [course.key, "Exec+Ed"]
        api_access["Alpine Ö"] = ApiAccessRequest("approved", "Alpine")
        # What the LMS said is remembered.
        cache.clear()
        assert course_keys(affiliate, path) == [course.key]


class TestCourse:
    def test_its_keys(self, staff, course):
        (shown,) = listed(staff, everything())
        assert list(shown) == [key for key in KEYS if key not in NOT_OF_CATALOGS]
        assert len(shown["course_runs"][0]) == 56

    def test_its_values_are_those_of_the_course_itself(self, staff, course):
        (shown,) = listed(staff, everything())
        alone = staff.get(f"/api/v1/courses/{course.key}/").json()
        assert shown == {key: value for key, value in alone.items() if key not in NOT_OF_CATALOGS}

    def test_who_works_on_it_is_nobodys_business(self, affiliate, affiliate_user, staff, course):
        course.watchers = ["watcher@example.com"]
        course.save()
        path = everything(affiliate_user)
        (shown,) = listed(affiliate, path)
        assert (shown["editors"], shown["watchers"]) == ([], [])
        (shown,) = listed(staff, path)
        assert (len(shown["editors"]), shown["watchers"]) == (1, ["watcher@example.com"])

    def test_chosen_keys_choose_in_runs_too(self, staff, course):
        path = everything()
        assert listed(staff, f"{path}?fields=key,course_runs") == [
            {"key": course.key, "course_runs": [{"key": f"course-v1:{course.key}+{n}"} for n in (1, 2)]}
        ]
        assert "uuid" not in listed(staff, f"{path}?omit=uuid")[0]["course_runs"][0]

    def test_where_visitors_come_from(self, affiliate, affiliate_user, course):
        path = everything(affiliate_user)
        (shown,) = listed(affiliate, path)
        for url in (shown["marketing_url"], shown["course_runs"][0]["marketing_url"]):
            assert url.endswith("?utm_source=alpine-o&utm_medium=affiliate_partner")
        (shown,) = listed(affiliate, f"{path}?exclude_utm=1")
        assert "utm" not in shown["marketing_url"] + shown["course_runs"][0]["marketing_url"]


class TestRuns:
    @pytest.fixture
    def runs(self, course):
        FullRunFactory(course, "over", end=PAST)
        RestrictedCourseRunFactory(course_run=FullRunFactory(course, "b2c"), restriction_type="custom-b2c")
        return course

    def test_those_that_can_be_taken_now(self, staff, runs):
        path = everything()
        own = [f"course-v1:{runs.key}+{n}" for n in (1, 2)]
        assert run_keys(staff, path) == own
        assert run_keys(staff, f"{path}?include_restricted=custom-b2c") == [*own, "b2c"]

    def test_archived_ones_lead_to_the_platform(self, staff, runs):
        shown = {
            run["key"]: run["marketing_url"]
            for run in listed(staff, everything(include_archived=True))[0]["course_runs"]
        }
        assert shown["over"] == f"{runs.partner.lms_url}/courses/over/course/"
        assert shown[f"course-v1:{runs.key}+1"].startswith("https://www.example.org/course/")
        runs.partner.lms_url = None
        runs.partner.save()
        (course,) = listed(staff, everything(include_archived=True))
        assert {run["key"]: run["marketing_url"] for run in course["course_runs"]}["over"] is None


class TestContains:
    def test_courses_and_runs_in_one_answer(self, staff, course, search_index):
        search_index()
        catalog = CatalogFactory(query='key.raw:("NorthX+GEO101" OR "course-v1:NorthX+GEO101+2")')
        path = f"/api/v1/catalogs/{catalog.pk}/contains/"
        run = "course-v1:NorthX+GEO101+"
        assert staff.get(path, {"course_id": "NorthX+GEO101,No+Such", "course_run_id": f"{run}1,{run}2"}).json() == {
            "courses": {"NorthX+GEO101": True, "No+Such": False, f"{run}1": False, f"{run}2": True}
        }
        assert staff.get(f"{path}?course_id=a&course_id=b").json() == {"courses": {"b": False}}
        assert staff.get(path).json() == {"courses": {}}
        assert staff.get(f"{path}?course_id=").json() == {"courses": {}}
        assert staff.get(f"{path}?course_id=%00").status_code == 400
