"""Pages as platforms send them."""

import pytest

from course_discovery.integrations.errors import ShortPage, UnreadableAnswer
from course_discovery.integrations.pages import Page, parse_page


def test_totals_beside_the_rows():
    assert parse_page({"count": 5, "results": [1, 2]}, "GET /", 1, 2) == Page(1, [1, 2], count=5, pages=3)


def test_totals_under_pagination():
    body = {"pagination": {"count": 5, "num_pages": 3}, "results": [5]}
    assert parse_page(body, "GET /", 3, 2) == Page(3, [5], count=5, pages=3)


def test_an_empty_listing_has_one_page():
    assert parse_page({"count": 0, "results": []}, "GET /", 1, 50) == Page(1, [], count=0, pages=1)


def test_a_full_page_may_lack_no_row():
    with pytest.raises(ShortPage, match="1 rows where 2 of 5 were due"):
        parse_page({"count": 5, "results": [1]}, "GET /", 2, 2)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        {},
        {"results": []},
        {"count": 3},
        {"count": "3", "results": []},
        {"count": True, "results": [1]},
        {"count": -1, "results": []},
        {"count": 1, "results": {"0": 1}},
        {"pagination": None, "results": []},
        {"error": "Not today"},
    ],
)
def test_anything_else_is_no_page(body):
    with pytest.raises(UnreadableAnswer):
        parse_page(body, "GET /", 1, 50)
