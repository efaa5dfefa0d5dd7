"""Reading a Drupal site."""

import pytest

from course_discovery.integrations.errors import BadStatus, UnreadableAnswer
from course_discovery.integrations.marketing_site import (
    LoginFailed,
    MarketingSite,
    MarketingSiteAPIClientException,
    MissingCredentials,
)
from course_discovery.sandbox import Catalogue, running_sandbox


@pytest.fixture
def platform():
    with running_sandbox(Catalogue()) as running:
        running.catalogue.legacy.nodes_a_page = 2
        running.catalogue.legacy.nodes.add(*({"uuid": str(number), "type": "school"} for number in range(5)))
        yield running


def site(platform, username="editor", password="password"):
    return MarketingSite(platform.partner_urls(legacy=True)["marketing_site_url_root"], username, password)


def test_pages_count_from_1_and_the_first_says_how_many_there_are(platform):
    api = site(platform)
    pages = [api.nodes("school", "file", number) for number in (1, 2, 3)]
    assert [[row["uuid"] for row in page.rows] for page in pages] == [["0", "1"], ["2", "3"], ["4"]]
    assert [(page.number, page.count, page.pages) for page in pages] == [(1, 6, 3), (2, 6, 3), (3, 6, 3)]


def test_a_listing_that_grows_while_it_is_read_keeps_its_length(platform):
    api = site(platform)
    api.nodes("school", "file", 1)
    platform.catalogue.legacy.nodes.add(*({"uuid": str(number), "type": "school"} for number in range(5, 9)))
    assert api.nodes("school", "file", 2).pages == 3


def test_a_kind_without_nodes(platform):
    page = site(platform).nodes("subject", "file", 1)
    assert (page.rows, page.count, page.pages) == ([], 0, 1)


def test_the_way_in(platform):
    site(platform).nodes("school", "file", 1)
    assert [(request.method, request.path) for request in platform.requests] == [
        ("POST", "/marketing/user"),
        ("GET", "/marketing/admin"),
        ("GET", "/marketing/restws/session/token"),
        ("GET", "/marketing/node.json"),
    ]
    assert len(platform.requests[2].params["cachebust"]) == 10


@pytest.mark.parametrize(
    ("username", "password", "error", "text"),
    [
        ("editor", "", MissingCredentials, "Marketing Site API credentials are not properly configured!"),
        ("", "password", MissingCredentials, "Marketing Site API credentials are not properly configured!"),
        ("editor", "wrong", LoginFailed, "Marketing Site Login failed!"),
    ],
)
def test_who_is_not_let_in(platform, username, password, error, text):
    with pytest.raises(error, match=text):
        site(platform, username, password).nodes("school", "file", 1)
    assert len(platform.requests) <= 1


def test_a_login_that_may_pass_is_tried_again(platform):
    platform.fail("503", "marketing_login")
    assert site(platform).nodes("school", "file", 1).pages == 3
    platform.fail("503", "marketing_login", times=None)
    with pytest.raises(BadStatus):
        site(platform).nodes("school", "file", 1)


def test_a_token_that_cannot_be_had(platform):
    platform.fail("404", "/marketing/restws/*", times=None)
    with pytest.raises(MarketingSiteAPIClientException, match="Failed to retrieve Marketing Site CSRF token!"):
        site(platform).nodes("school", "file", 1)


def test_what_is_no_list_of_nodes(platform):
    platform.fail("garbage", "marketing_nodes", times=None)
    with pytest.raises(UnreadableAnswer, match="not JSON"):
        site(platform).nodes("school", "file", 1)
