"""/api/v2/search/all/: pages that follow one another by a cursor."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
ALL = "/api/v2/search/all/"


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


@pytest.fixture
def catalogue(partner, search_index):
    """Four courses with one run each, of which two start at the same time and one at none; one course of a partner."""
    for letter, days in zip("ABCD", (1, 1, 30, None), strict=True):
        course = CourseFactory(partner=partner, key=f"X+{letter}", title=f"Rivers {letter}")
        start = None if days is None else NOW + timedelta(days=days)
        CourseRunFactory(course=course, key=f"course-v1:X+{letter}+1", start=start, end=None)
    CourseFactory(partner=PartnerFactory(short_code="acme", site__domain="acme.example.com"), key="Y+Z")
    search_index()


def walk(client, path, parameters):
    """Follow the links from the first page to the last; the pages."""
    pages = [client.get(path, parameters)]
    while pages[-1].json()["next"]:
        pages.append(client.get(pages[-1].json()["next"]))
        assert len(pages) < 20
    assert all(page.status_code == 200 for page in pages)
    return [page.json() for page in pages]


def keys(pages):
    return [hit["key"] for page in pages for hit in page["results"]]


@pytest.mark.parametrize("action", ["", "details/"])
@pytest.mark.parametrize("ordering", [[], ["start"], ["-start"], ["-aggregation_uuid"], ["aggregation_uuid", "start"]])
@pytest.mark.parametrize("size", [1, 3, 4, 8])
def test_a_walk_meets_everything_once_and_ends_on_its_last_page(plain, catalogue, action, ordering, size):
    pages = walk(plain, f"{ALL}{action}", {"page_size": size, "ordering": ordering})
    assert [len(page["results"]) for page in pages] == {
        1: [1] * 8, 3: [3, 3, 2], 4: [4, 4], 8: [8]
    }[size]  # fmt: skip
    assert {page["count"] for page in pages} == {8}
    assert {page["previous"] for page in pages} == {None}
    assert keys(pages) == keys(walk(plain, f"{ALL}{action}", {"page_size": 20, "ordering": ordering}))
    assert len(set(keys(pages))) == 8


def test_a_hit_has_its_unique_key_and_its_place_in_the_order(plain, catalogue):
    results = plain.get(ALL).json()["results"]
    for hit in results:
        assert list(hit)[-2:] == ["aggregation_uuid", "sort"]
        assert hit["sort"][1] == hit["aggregation_uuid"]
    assert results[0]["sort"][0] == int((NOW + timedelta(days=30)).timestamp() * 1000)
    # Nothing starts later than what never starts.
    assert results[-1]["sort"][0] == -(2**63)
    assert "sort" not in plain.get("/api/v1/search/all/").json()["results"][0]


def test_the_cursor_is_the_sort_of_the_last_hit(plain, catalogue):
    answer = plain.get(ALL, {"page_size": 2, "content_type": "course"}).json()
    query = parse_qs(urlsplit(answer["next"]).query)
    assert json.loads(query.pop("search_after")[0]) == answer["results"][-1]["sort"]
    assert query == {"page_size": ["2"], "content_type": ["course"]}
    # Clients may make their own from any hit.
    own = plain.get(ALL, {"content_type": "course", "search_after": json.dumps(answer["results"][0]["sort"])}).json()
    assert [hit["key"] for hit in own["results"]][0] == answer["results"][1]["key"]


def test_a_number_that_javascript_rounded_goes_on_where_it_should(plain, catalogue):
    last = plain.get(ALL, {"page_size": 7}).json()["results"][-1]
    assert last["sort"][0] == -(2**63)
    rounded = json.dumps([-9223372036854776000, last["sort"][1]])
    assert len(plain.get(ALL, {"search_after": rounded}).json()["results"]) == 1


@pytest.mark.parametrize("value", ["foo", "[1]", '{"a": 1}', '["x", "y"]'])
def test_a_cursor_that_makes_no_sense_is_refused(plain, catalogue, value):
    answer = plain.get(ALL, {"search_after": value})
    assert (answer.status_code, list(answer.json())) == (400, ["search_after"])


def test_pages_by_number_still_work(plain, catalogue):
    first, second = (plain.get(ALL, {"page_size": 5, "page": number}).json() for number in (1, 2))
    assert len(set(keys([first, second]))) == 8
    assert (second["next"], second["previous"]) == (None, None)
    # From there on by cursor.
    assert keys([plain.get(first["next"]).json()]) == keys([second])
    assert plain.get(ALL, {"page": 9999}).json() == {"detail": "Invalid page."}


def test_a_page_larger_than_the_window_comes_in_several(plain, catalogue, settings):
    settings.MAX_RESULT_WINDOW = 4
    pages = walk(plain, ALL, {"page_size": 20000})
    assert [len(page["results"]) for page in pages] == [3, 3, 2]


def test_no_hit_is_an_empty_page_without_a_next_one(plain, catalogue):
    answer = plain.get(ALL, {"q": "zzzqqq"}).json()
    assert answer == {"count": 0, "next": None, "previous": None, "facets": {}, "results": []}


class TestPost:
    def test_the_body_is_merged_and_all_partners_are_searched(self, plain, catalogue):
        assert plain.post(ALL, {"content_type": "course", "page_size": 3}).json()["count"] == 5
        assert keys([plain.post(ALL, {"partner": "ACME"}).json()]) == ["Y+Z"]

    def test_links_carry_the_address_only_so_the_body_is_sent_again(self, plain, catalogue):
        body = {"content_type": "course", "page_size": 3}
        first = plain.post(ALL, body).json()
        assert list(parse_qs(urlsplit(first["next"]).query)) == ["search_after"]
        second = plain.post(first["next"], body).json()
        assert (len(set(keys([first, second]))), second["next"]) == (5, None)

    @pytest.mark.parametrize("action", ["facets/", "details/"])
    def test_only_the_list_takes_it(self, plain, action):
        assert plain.post(f"{ALL}{action}", {}).status_code == 405


def test_accounts_only(anonymous, partner):
    for action in ("", "facets/", "details/"):
        assert anonymous.get(f"{ALL}{action}").status_code == 401
