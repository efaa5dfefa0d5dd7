"""The platform as tests of the service use it."""

from datetime import date

import requests

from course_discovery.sandbox import Catalogue, DemoCatalogue, running_sandbox

from .conftest import TIMEOUT_SECONDS

AUTHORIZED = {"Authorization": "JWT a.b.c"}


def test_partner_urls_lead_to_the_endpoints() -> None:
    with running_sandbox(courses=3, today=date(2031, 1, 1)) as platform:
        urls = platform.partner_urls()
        for base, path in (
            ("courses_api_url", "/courses/"),
            ("ecommerce_api_url", "/courses/"),
            ("ecommerce_api_url", "/products/"),
            ("organizations_api_url", "/organizations/"),
        ):
            assert requests.get(urls[base] + path, headers=AUTHORIZED, timeout=TIMEOUT_SECONDS).status_code == 200
        assert (urls["lms_url"], urls["studio_url"]) == (platform.url, platform.url)
        assert urls["marketing_site_url_root"] == platform.oauth_provider_url.removesuffix("oauth2")


def test_changes_of_the_catalogue_are_served() -> None:
    catalogue = DemoCatalogue(courses=2, runs=4, today=date(2031, 1, 1))
    gone, kept, *others = catalogue.lms_course_runs.keys()
    with running_sandbox(catalogue) as platform:
        platform.catalogue.lms_course_runs.remove(gone)
        platform.catalogue.lms_course_runs.change(kept, end="2033-01-01T00:00:00Z")
        platform.catalogue.lms_course_runs.add({"id": "course-v1:NewX+N1+1", "name": "New", "overview": "<p>Long</p>"})
        url = f"{platform.partner_urls()['courses_api_url']}/courses/"
        rows = requests.get(url, headers=AUTHORIZED, timeout=TIMEOUT_SECONDS).json()["results"]
        detail = requests.get(f"{url}course-v1:NewX+N1+1", headers=AUTHORIZED, timeout=TIMEOUT_SECONDS).json()
    assert [row["id"] for row in rows] == [kept, *others, "course-v1:NewX+N1+1"]
    assert rows[0]["end"] == "2033-01-01T00:00:00Z"
    assert detail["overview"] == "<p>Long</p>"


def test_rows_of_ones_own() -> None:
    with running_sandbox(Catalogue(lms_course_runs=[{"id": "course-v1:A+B+C"}])) as platform:
        url = f"{platform.partner_urls()['courses_api_url']}/courses/"
        body = requests.get(url, headers=AUTHORIZED, timeout=TIMEOUT_SECONDS).json()
    assert body["results"] == [{"id": "course-v1:A+B+C"}]
