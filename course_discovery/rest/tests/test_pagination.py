import pytest
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from course_discovery.rest.pagination import FixedPageNumberPagination, PageNumberPagination, ProxiedPagination

ROWS = list(range(1, 46))


def page(query, pagination=ProxiedPagination, rows=ROWS):
    request = Request(APIRequestFactory().get(f"/things/?{query}"))
    paginator = pagination()
    found = paginator.paginate_queryset(rows, request)
    body = paginator.get_paginated_response(found).data
    assert body["results"] == found
    return body


@pytest.mark.parametrize(
    "query, first, size",
    [
        ("", 1, 20),
        ("limit=3", 1, 3),
        ("offset=40", 41, 5),
        ("limit=3&offset=2", 3, 3),
        ("page=1", 1, 20),
        ("page=3", 41, 5),
        ("page=2&page_size=4", 5, 4),
        ("page_size=4", 1, 4),
        ("page=last", 41, 5),
        ("page=last&page_size=10", 41, 5),
        ("page=2&limit=3", 21, 20),
        ("page=&limit=3", 1, 3),
        ("limit=&offset=", 1, 20),
        ("page_size=1000", 1, 45),
    ],
)
def test_proxied_pages(query, first, size):
    body = page(query)
    assert body["count"] == 45
    assert (body["results"][0], len(body["results"])) == (first, size)


def test_an_offset_past_the_end_is_an_empty_page():
    assert page("offset=100")["results"] == []


def test_links_keep_other_parameters_sorted_by_name():
    body = page("zebra=1&limit=10&offset=10&apple=2")
    assert body["next"] == "http://testserver/things/?apple=2&limit=10&offset=20&zebra=1"
    assert body["previous"] == "http://testserver/things/?apple=2&limit=10&zebra=1"


def test_following_next_of_page_mode_meets_every_row_once():
    seen, query = [], "page_size=7"
    while query:
        body = page(query)
        seen += body["results"]
        query = (body["next"] or "").partition("?")[2]
    assert seen == ROWS


def test_the_link_back_to_the_first_page_keeps_the_page_size():
    previous = page("page=2&page_size=7")["previous"]
    assert page(previous.partition("?")[2])["results"] == ROWS[:7]


@pytest.mark.parametrize(
    "query, name, reason",
    [
        ("limit=x", "limit", "A valid integer is required."),
        ("limit=0", "limit", "Ensure this value is greater than or equal to 1."),
        ("limit=-1", "limit", "Ensure this value is greater than or equal to 1."),
        ("limit=1001", "limit", "Ensure this value is less than or equal to 1000."),
        ("offset=x", "offset", "A valid integer is required."),
        ("offset=-1", "offset", "Ensure this value is greater than or equal to 0."),
        ("offset=99999999999999999999999", "offset", "Ensure this value is less than or equal to 2147483647."),
        ("page=0", "page", "Ensure this value is greater than or equal to 1."),
        ("page=-1", "page", "Ensure this value is greater than or equal to 1."),
        ("page=x", "page", "A valid integer is required."),
        ("page_size=nonsense", "page_size", "A valid integer is required."),
        ("page_size=0", "page_size", "Ensure this value is greater than or equal to 1."),
        ("page_size=1001", "page_size", "Ensure this value is less than or equal to 1000."),
        ("page=1&limit=x", "limit", "A valid integer is required."),
    ],
)
def test_nonsense_is_refused_by_name(query, name, reason):
    with pytest.raises(ValidationError) as caught:
        page(query)
    assert caught.value.detail == {name: [reason]}


@pytest.mark.parametrize("query", ["page=4", "page=99999999"])
def test_a_page_past_the_end_does_not_exist(query):
    with pytest.raises(NotFound) as caught:
        page(query)
    assert str(caught.value.detail) == "Invalid page."


def test_the_first_page_of_nothing_exists():
    assert page("page=1", rows=[])["results"] == []


def test_page_numbers_only():
    assert page("limit=3&offset=5", PageNumberPagination)["results"] == ROWS[:20]
    assert page("page=2&page_size=10", PageNumberPagination)["results"] == ROWS[10:20]


def test_fixed_pages_ignore_page_size():
    assert page("page=2&page_size=x", FixedPageNumberPagination)["results"] == ROWS[20:40]
