"""Suggestions while somebody types: /api/v1/search/typeahead and /api/v1/search/person_typeahead/."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    OrganizationFactory,
    PersonFactory,
    RestrictedCourseRunFactory,
)
from course_discovery.apps.search.errors import SearchUnavailable

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
PATH, PEOPLE = "/api/v1/search/typeahead", "/api/v1/search/person_typeahead/"
REQUIRED = ["The 'q' querystring parameter is required for searching."]


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


class TestCourseRuns:
    @pytest.fixture
    def add(self, partner):
        """Make a course of an organization with runs of the same title."""

        def add(title, *, org="NorthX", partner=partner, runs=1, **values):
            organization = Organization.objects.filter(partner=partner, key=org).first() or OrganizationFactory(
                partner=partner, key=org, name=f"{org} School"
            )
            course = CourseFactory(
                partner=partner, title=title, key=f"{org}+{title.split()[0]}", authoring_organizations=[organization]
            )
            for number in range(runs):
                values.setdefault("start", NOW - timedelta(days=100))
                key = f"course-v1:{course.key}+{number}"
                last = CourseRunFactory(course=course, key=key, slug=f"{course.key}-{number}".lower(), **values)
            return last

        return add

    def suggested(self, client, q, **parameters):
        answer = client.get(PATH, {"q": q, **parameters})
        assert answer.status_code == 200, answer.content
        assert answer.json()["programs"] == []
        return [run["title"] for run in answer.json()["course_runs"]]

    def test_a_suggestion(self, plain, add, search_index):
        run = add("Reef Ecology")
        search_index()
        assert plain.get(PATH, {"q": "Ree"}).json() == {
            "course_runs": [
                {
                    "orgs": ["NorthX"],
                    "title": "Reef Ecology",
                    "marketing_url": f"https://www.example.org/course/{run.slug}",
                    "key": "course-v1:NorthX+Reef+0",
                }
            ],
            "programs": [],
        }

    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("Data Sci", ["Learn Data Science"]),
            ("scien", ["Learn Data Science"]),
            ("LEARN", ["Learn Data Science"]),
            ("Introduccion", ["Introducción"]),
            ("Oceani", ["Deep Water"]),
            # Two letters in common are no match: only what was typed as a whole begins a word.
            ("Dazzle", []),
            ("cience", []),
            ("%", []),
            (" ", []),
        ],
    )
    def test_words_are_found_by_their_beginnings(self, plain, add, search_index, q, expected):
        add("Learn Data Science")
        add("Introducción")
        add("Deep Water", org="OceanicX")
        search_index()
        assert self.suggested(plain, q) == expected

    def test_an_organizations_own_run_comes_before_one_that_is_titled_like_it(self, plain, add, search_index):
        add("Oceanx history", org="NorthX")
        add("Oceanx currents", org="Oceanx")
        search_index()
        assert self.suggested(plain, "Oceanx") == ["Oceanx currents", "Oceanx history"]

    def test_three_courses_however_many_runs_the_first_has(self, plain, add, search_index):
        add("Aaa Rivers", runs=17, pacing_type="self_paced")
        for title in ("Bbb Rivers", "Ccc Rivers", "Ddd Rivers"):
            add(title, pacing_type="instructor_paced")
        search_index()
        found = self.suggested(plain, "river")
        assert (len(found), found[0]) == (3, "Aaa Rivers")
        assert len(set(found)) == 3

    def test_nothing_that_is_hidden_unpublished_or_restricted(self, plain, add, search_index):
        add("Hidden Rivers", hidden=True)
        add("Unpublished Rivers", status="unpublished")
        RestrictedCourseRunFactory(course_run=add("Restricted Rivers"), restriction_type="custom-b2c")
        search_index()
        assert self.suggested(plain, "rivers") == []
        assert self.suggested(plain, "rivers", include_restricted="custom-b2c") == ["Restricted Rivers"]

    def test_the_catalogue_of_the_host(self, plain, add, search_index):
        acme = PartnerFactory(short_code="Acme", site__domain="acme.example.com")
        add("Rivers of Acme", partner=acme)
        add("Rivers", org="SouthX")
        search_index()
        assert self.suggested(plain, "rivers") == ["Rivers"]
        # A parameter of that name does not change it.
        assert self.suggested(plain, "rivers", partner="acme") == ["Rivers"]
        answer = plain.get(PATH, {"q": "rivers"}, HTTP_HOST="acme.example.com")
        assert [run["title"] for run in answer.json()["course_runs"]] == ["Rivers of Acme"]

    @pytest.mark.parametrize("words", [("running", "jogging"), ("HTML5", "HTML"), ("spanish", "español")])
    def test_synonyms_find_the_same(self, plain, add, search_index, words):
        add("Jogging with HTML in español")
        search_index()
        first, second = (self.suggested(plain, word) for word in words)
        assert first == second == ["Jogging with HTML in español"]

    def test_trouble_with_the_engine(self, plain):
        with mock.patch("course_discovery.apps.search.connection.search", side_effect=SearchUnavailable("gone")):
            assert plain.get(PATH, {"q": "x"}).status_code == 503


@pytest.mark.parametrize("path", [PATH, PEOPLE])
class TestAccess:
    def test_accounts_only(self, anonymous, path):
        assert anonymous.get(path, {"q": "x"}).status_code == 401

    @pytest.mark.parametrize("parameters", [{}, {"q": ""}])
    def test_words_are_required(self, plain, path, parameters):
        answer = plain.get(path, parameters)
        assert (answer.status_code, answer.json()) == (400, REQUIRED)


def test_the_address_has_no_last_slash(plain):
    assert plain.get(f"{PATH}/", {"q": "x"}).status_code == 404


class TestPeople:
    @pytest.fixture
    def ada(self, partner):
        return PersonFactory(partner=partner, given_name="Ada Maria", family_name="Rivers")

    @pytest.fixture
    def everybody(self, partner, ada):
        PersonFactory(partner=partner, given_name="Bob", family_name="Adams")
        PersonFactory(
            partner=PartnerFactory(site__domain="acme.example.com"), given_name="Ada", family_name="Elsewhere"
        )
        course = CourseFactory(partner=partner, authoring_organizations=[OrganizationFactory(key="NorthX")])
        for _ in range(2):
            CourseRunFactory(course=course, staff=[ada])

    def names(self, client, **parameters):
        answer = client.get(PEOPLE, parameters)
        assert answer.status_code == 200, answer.content
        return [person["family_name"] for person in answer.json()]

    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("ada", ["Rivers", "Adams"]),
            ("riv", ["Rivers"]),
            ("rivers maria", ["Rivers"]),
            ("ada bob", ["Adams"]),
            ("nobody", []),
            ("11111111-1111-4111-8111-111111111111", []),
        ],
    )
    def test_every_word_is_part_of_a_name(self, plain, everybody, q, expected):
        assert self.names(plain, q=q) == expected

    def test_only_who_teaches_for_an_organization(self, plain, everybody):
        assert self.names(plain, q="ada", org="NorthX") == ["Rivers"]
        assert self.names(plain, q="ada", org=["bogus", "NorthX"]) == ["Rivers"]
        assert self.names(plain, q="ada", org="bogus") == []

    def test_a_uuid_finds_its_person_whatever_the_organization(self, plain, everybody, ada):
        assert self.names(plain, q=str(ada.uuid), org="bogus") == ["Rivers"]

    def test_people_are_shown_as_their_resource_shows_them(self, plain, everybody, ada):
        (person,) = plain.get(PEOPLE, {"q": "rivers"}).json()
        assert person == plain.get(f"/api/v1/people/{ada.uuid}/").json()

    def test_more_people_cost_no_more_queries(self, plain, partner, ada, django_assert_max_num_queries):
        for _ in range(5):
            PersonFactory(partner=partner, family_name="Rivers")
        with django_assert_max_num_queries(6):
            assert len(self.names(plain, q="rivers")) == 6
