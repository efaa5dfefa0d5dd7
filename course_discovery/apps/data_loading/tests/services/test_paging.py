"""Walking through pages."""

import threading
import time

import pytest

from course_discovery.apps.data_loading.services import paging
from course_discovery.apps.data_loading.services.paging import PageWalk
from course_discovery.integrations.errors import BadStatus, Unreachable
from course_discovery.integrations.pages import Page


def pages_of(count, failing=()):
    def fetch(number):
        if number in failing:
            raise Unreachable(f"page {number}", "nothing")
        return Page(number, [number], count=count, pages=count)

    return fetch


def walked(walk):
    return [(number, answer.rows if isinstance(answer, Page) else str(answer)) for number, answer in walk]


def test_pages_come_in_order_however_long_each_takes():
    def fetch(number):
        time.sleep(0.02 if number % 2 else 0)
        return Page(number, [number], count=7, pages=7)

    assert walked(PageWalk(fetch, pages_ahead=3)) == [(n, [n]) for n in range(1, 8)]


def test_no_more_pages_are_asked_ahead_than_allowed():
    asked, most = set(), []
    lock = threading.Lock()

    def fetch(number):
        with lock:
            asked.add(number)
        return Page(number, [], count=40, pages=40)

    for number, _answer in PageWalk(fetch, pages_ahead=4):
        time.sleep(0.002)
        with lock:
            most.append(len(asked) - number)
    assert max(most) <= 4


def test_a_failed_page_stands_in_its_place():
    assert walked(PageWalk(pages_of(3, failing=[2]), 2)) == [(1, [1]), (2, "page 2: nothing"), (3, [3])]


def test_without_the_first_page_nothing_is_known():
    assert walked(PageWalk(pages_of(3, failing=[1]), 2)) == [(1, "page 1: nothing")]


def test_done_pages_are_not_asked_for():
    asked = []

    def fetch(number):
        asked.append(number)
        return Page(number, [number], count=4, pages=4)

    assert walked(PageWalk(fetch, 1, done=lambda first: {1, 3})) == [(2, [2]), (4, [4])]
    assert asked == [1, 2, 4]


def test_a_listing_that_grows_is_read_to_its_new_end():
    def fetch(number):
        return Page(number, [number], count=0, pages=2 if number == 1 else 4)

    assert [number for number, _rows in walked(PageWalk(fetch, 1))] == [1, 2, 3, 4]


def test_a_listing_that_shrinks_ends_there():
    def fetch(number):
        if number > 2:
            raise BadStatus("page", "status 404", status=404)
        return Page(number, [number], count=0, pages=4 if number == 1 else 2)

    assert walked(PageWalk(fetch, 3)) == [(1, [1]), (2, [2])]


def test_a_missing_page_before_the_end_is_a_failure():
    def fetch(number):
        if number == 2:
            raise BadStatus("page", "status 404", status=404)
        return Page(number, [number], count=0, pages=3)

    assert walked(PageWalk(fetch, 1)) == [(1, [1]), (2, "page: status 404"), (3, [3])]


def test_a_long_wait_is_interrupted_for_signs_of_life(monkeypatch):
    monkeypatch.setattr(paging, "PATIENCE", 0.01)
    signs = []

    def fetch(number):
        time.sleep(0.1)
        return Page(1, [1], count=1, pages=1)

    assert walked(PageWalk(fetch, 1, idle=lambda: signs.append(1))) == [(1, [1])]
    assert len(signs) > 2


def test_an_error_that_is_not_the_platforms_is_not_swallowed():
    def fetch(number):
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        walked(PageWalk(fetch, 1))


def test_a_listing_that_grows_without_end_is_not_believed(monkeypatch):
    monkeypatch.setattr(paging, "PAGES_A_LISTING_MAY_GROW", 3)

    def fetch(number):
        return Page(number, [number], count=number + 1, pages=number + 1)

    numbers = [number for number, _answer in PageWalk(fetch, 1)]
    # From two pages to at most twice as many and three: the page that announces an eighth is the last.
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    *_, (_number, last) = PageWalk(fetch, 1)
    assert str(last) == "page 7: 8 rows in 8 pages: the listing grows without end"
