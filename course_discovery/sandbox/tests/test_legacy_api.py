"""The services of old deployments, asked over HTTP."""

from collections.abc import Iterator

import pytest
import requests

from course_discovery.sandbox import Catalogue, SandboxPlatform, running_sandbox

from .conftest import TIMEOUT_SECONDS

FORM = {"name": "editor", "pass": "password", "form_id": "user_login", "op": "Log in"}


@pytest.fixture
def platform() -> Iterator[SandboxPlatform]:
    with running_sandbox(Catalogue()) as running:
        yield running


def test_the_urls_are_given_when_asked_for(platform: SandboxPlatform) -> None:
    plain, legacy = platform.partner_urls(), platform.partner_urls(legacy=True)
    assert set(legacy) - set(plain) == {
        "programs_api_url",
        "analytics_url",
        "analytics_token",
        "marketing_site_api_username",
        "marketing_site_api_password",
    }
    assert plain["marketing_site_url_root"] == f"{platform.url}/"
    assert legacy["marketing_site_url_root"] == f"{platform.url}/marketing/"


def test_programs_come_in_pages(platform: SandboxPlatform) -> None:
    platform.catalogue.legacy.programs.add(*({"uuid": str(number)} for number in range(3)))
    url = f"{platform.partner_urls(legacy=True)['programs_api_url']}/programs/"
    body = requests.get(
        url, {"page": 2, "page_size": 2}, headers={"Authorization": "JWT a.b.c"}, timeout=TIMEOUT_SECONDS
    ).json()
    assert (body["count"], body["results"]) == (3, [{"uuid": "2"}])
    assert requests.get(url, timeout=TIMEOUT_SECONDS).status_code == 401


def test_analytics_wants_its_own_token(platform: SandboxPlatform) -> None:
    platform.catalogue.legacy.course_summaries.add({"course_id": "a/b/c", "count": "1"})
    url = f"{platform.partner_urls(legacy=True)['analytics_url']}/course_summaries/"
    for authorization, status in (("JWT a.b.c", 401), ("Token x", 200)):
        response = requests.get(url, headers={"Authorization": authorization}, timeout=TIMEOUT_SECONDS)
        assert response.status_code == status
    assert response.json() == [{"course_id": "a/b/c", "count": "1"}]


def test_the_marketing_site_is_for_those_who_logged_in(platform: SandboxPlatform) -> None:
    site = platform.partner_urls(legacy=True)["marketing_site_url_root"].rstrip("/")
    session = requests.Session()
    assert session.get(f"{site}/node.json", timeout=TIMEOUT_SECONDS).status_code == 403
    refused = session.post(f"{site}/user", FORM | {"pass": "wrong"}, timeout=TIMEOUT_SECONDS)
    assert (refused.status_code, refused.url) == (200, f"{site}/user")
    entered = session.post(f"{site}/user", FORM, timeout=TIMEOUT_SECONDS)
    assert (entered.status_code, entered.url) == (200, f"{site}/admin")
    assert session.get(f"{site}/restws/session/token", timeout=TIMEOUT_SECONDS).text == "session-token"
    assert session.get(f"{site}/nowhere", timeout=TIMEOUT_SECONDS).status_code == 404


def test_nodes_come_in_pages_that_count_from_0(platform: SandboxPlatform) -> None:
    legacy = platform.catalogue.legacy
    legacy.nodes_a_page = 2
    legacy.nodes.add(*({"uuid": str(number), "type": "school"} for number in range(3)), {"uuid": "x", "type": "person"})
    site = platform.partner_urls(legacy=True)["marketing_site_url_root"].rstrip("/")
    session = requests.Session()
    session.post(f"{site}/user", FORM, timeout=TIMEOUT_SECONDS)
    body = session.get(f"{site}/node.json", params={"type": "school", "page": 1}, timeout=TIMEOUT_SECONDS).json()
    assert body["list"] == [{"uuid": "2", "type": "school"}]
    assert body["last"] == f"{site}/node.json?type=school&page=1"


def test_pictures_are_the_files_that_were_given(platform: SandboxPlatform) -> None:
    platform.catalogue.legacy.pictures["/pictures/a.png"] = b"picture"
    assert requests.get(f"{platform.url}/pictures/a.png", timeout=TIMEOUT_SECONDS).content == b"picture"
    assert requests.get(f"{platform.url}/pictures/b.png", timeout=TIMEOUT_SECONDS).status_code == 404
