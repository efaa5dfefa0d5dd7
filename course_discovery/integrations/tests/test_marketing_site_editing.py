"""Writing to a Drupal site."""

import pytest

from course_discovery.integrations.errors import Unreachable
from course_discovery.integrations.marketing_site import (
    LoginFailed,
    MarketingSiteAPIClientException,
    MissingCredentials,
)
from course_discovery.integrations.marketing_site_editing import (
    Alias,
    AliasCreateError,
    AliasDeleteError,
    FormRetrievalError,
    MarketingSiteEditor,
    NodeCreateError,
    NodeDeleteError,
    NodeEditError,
    NodeLookupError,
    PersonToMarketingException,
)
from course_discovery.sandbox.api import Response, json_response
from course_discovery.sandbox.outside import DrupalDouble, running_double
from course_discovery.sandbox.outside.drupal import PATHS

REFUSAL = Response(403, b"no right", content_type="text/html")


@pytest.fixture(scope="module")
def running():
    with running_double(DrupalDouble()) as double:
        yield double


@pytest.fixture
def drupal(running):
    running.reset()
    return running


@pytest.fixture
def site(drupal):
    return MarketingSiteEditor(f"{drupal.url}/", "editor", "password")


def paths(drupal):
    return [f"{request.method} {request.path}" for request in drupal.requests]


def test_nodes_are_made_found_changed_and_deleted(drupal, site):
    node_id = site.create_node({"uuid": "u-1", "title": "One"})
    assert (site.find_node("uuid", "u-1"), site.find_node("uuid", "u-2")) == (node_id, None)
    site.edit_node(node_id, {"title": "Two"})
    assert drupal.nodes == {node_id: {"uuid": "u-1", "title": "Two"}}
    site.delete_node(node_id)
    assert drupal.nodes == {}


def test_it_is_entered_once_and_each_change_has_a_token_of_its_own(drupal, site):
    node_id = site.create_node({"uuid": "u-1"})
    site.find_node("uuid", "u-1")
    site.edit_node(node_id, {})
    assert paths(drupal) == [
        "POST /user",
        "GET /admin",
        "GET /restws/session/token",
        "POST /node.json",
        "GET /node.json",
        "GET /restws/session/token",
        f"PUT /node.json/{node_id}",
    ]
    assert drupal.requests[-1].content_type == "application/json"


def test_the_author_is_asked_for_once(drupal, site):
    assert (site.author_id, site.author_id) == ("77", "77")
    assert paths(drupal).count("GET /user.json") == 1


def test_addresses_are_made_found_and_deleted(drupal, site):
    drupal.aliases = {"course/python-for-all": "8"}
    site.add_alias("9", "course/python")
    assert drupal.aliases == {"course/python-for-all": "8", "course/python": "9"}
    found = site.aliases("python")
    assert [(alias.path, alias.source) for alias in found] == [
        ("course/python", "node/9"),
        ("course/python-for-all", "node/8"),
    ]
    site.delete_alias(found[0])
    assert drupal.aliases == {"course/python-for-all": "8"}
    assert site.aliases("java") == []


def test_an_address_that_the_page_cuts_short_is_known_whole(drupal, site):
    path = "course/" + "long-" * 20
    drupal.aliases[path] = "8"
    assert [alias.path for alias in site.aliases("long")] == [path]


def test_all_pages_of_addresses_are_read(drupal, site):
    drupal.aliases = {f"course/python-{number:03}": "8" for number in range(101)}
    assert [alias.path for alias in site.aliases("python")] == list(drupal.aliases)


@pytest.mark.parametrize(
    ("path", "slug", "ends"),
    [("course/py", "py", True), ("py", "py", True), ("course/happy", "py", False), ("py/other", "py", False)],
)
def test_the_slug_is_the_end_of_the_address(path, slug, ends):
    assert Alias(path, "node/1", "").ends_with(slug) is ends


@pytest.mark.parametrize(
    ("path", "error", "act"),
    [
        ("/node.json", NodeLookupError, lambda site: site.find_node("uuid", "u")),
        ("/node.json", NodeCreateError, lambda site: site.create_node({})),
        ("/node.json/5", NodeEditError, lambda site: site.edit_node("5", {})),
        ("/node.json/5", NodeDeleteError, lambda site: site.delete_node("5")),
        (f"{PATHS}/list/py", FormRetrievalError, lambda site: site.aliases("py")),
        (f"{PATHS}/add", FormRetrievalError, lambda site: site.add_alias("5", "py")),
    ],
)
def test_refusals_have_names_and_keep_the_answer(drupal, site, path, error, act):
    drupal.failing[path] = REFUSAL
    with pytest.raises(error) as caught:
        act(site)
    refusal = caught.value
    assert (refusal.response_status, refusal.response_text, refusal.transient) == (403, "no right", False)
    assert refusal.node_id == ("5" if path.endswith("/5") else None)


def test_a_site_that_is_ill_may_get_well(drupal, site):
    drupal.failing["/node.json/5"] = Response(503, b"", {"Retry-After": "120"})
    with pytest.raises(NodeEditError) as caught:
        site.edit_node("5", {})
    assert (caught.value.transient, caught.value.retry_after) == (True, 120)


def test_a_form_that_comes_back_was_not_accepted(drupal, site):
    drupal.aliases["course/python"] = "8"
    with pytest.raises(AliasCreateError, match="The alias course/python is already in use."):
        site.add_alias("9", "course/python")
    form = Response(200, b'<form><input name="form_id" value="path_admin_delete_confirm">', content_type="text/html")
    form.body += b'<input name="form_build_id" value="b"><input name="form_token" value="t"></form>'
    drupal.failing[f"{PATHS}/delete/course/python"] = form
    with pytest.raises(AliasDeleteError):
        site.delete_alias(site.aliases("python")[0])


def test_a_page_without_the_form(drupal, site):
    drupal.failing[f"{PATHS}/add"] = Response(200, b"<h1>Closed for today</h1>", content_type="text/html")
    with pytest.raises(FormRetrievalError, match="no form path_admin_form"):
        site.add_alias("9", "course/python")
    assert drupal.changes() == []


@pytest.mark.parametrize(
    ("password", "failing", "error", "text"),
    [
        ("", {}, MissingCredentials, "Marketing Site API credentials are not properly configured!"),
        ("wrong", {}, LoginFailed, "Marketing Site Login failed!"),
        (
            "password",
            {"/restws/session/token": REFUSAL},
            MarketingSiteAPIClientException,
            "Failed to retrieve Marketing Site CSRF token!",
        ),
        (
            "password",
            {"/user.json": REFUSAL},
            MarketingSiteAPIClientException,
            "Failed to retrieve Marketing site user details!",
        ),
        (
            "password",
            {"/user.json": json_response(200, {"list": []})},
            MarketingSiteAPIClientException,
            "Failed to retrieve Marketing site user details!",
        ),
    ],
)
def test_who_does_not_get_in(drupal, password, failing, error, text):
    drupal.failing |= failing
    with pytest.raises(error, match=text):
        assert MarketingSiteEditor(drupal.url, "editor", password).author_id is None


def test_nobody_answers():
    with pytest.raises(Unreachable):
        MarketingSiteEditor("http://127.0.0.1:1", "editor", "password").find_node("uuid", "u")


def test_what_befell_a_person_is_tried_again_if_its_cause_is():
    cause = NodeEditError("PUT x", "status 503", 503, "", "5", retry_after=9)
    error = PersonToMarketingException("Marketing site Person page update failed!", cause)
    assert (str(error), error.transient, error.retry_after) == (
        "PUT x: Marketing site Person page update failed! status 503",
        True,
        9,
    )
    assert not PersonToMarketingException("no", NodeEditError("PUT x", "status 403", 403, "")).transient
