"""The endpoints, asked over HTTP."""

import base64
import json
from typing import Any

import pytest
import requests

from course_discovery.sandbox import SandboxPlatform, running_sandbox

from .conftest import TIMEOUT_SECONDS, Get

LMS_COURSES = "/api/courses/v1/courses/"


def rows_of_all_pages(get: Get, path: str, **params: Any) -> list[dict[str, Any]]:
    first = get(path, page=1, page_size=50, **params).json()
    count = first.get("pagination", first)["count"]
    rows = first["results"]
    for page in range(2, -(-count // 50) + 1):
        rows += get(path, page=page, page_size=50, **params).json()["results"]
    assert len(rows) == count
    return rows


def post_token(platform: SandboxPlatform, **form: str) -> requests.Response:
    return requests.post(f"{platform.oauth_provider_url}/access_token", data=form, timeout=TIMEOUT_SECONDS)


def test_token_names_the_service_user(platform: SandboxPlatform) -> None:
    response = post_token(
        platform, grant_type="client_credentials", client_id="key", client_secret="secret", token_type="jwt"
    )
    body = response.json()
    claims = body["access_token"].split(".")[1]
    assert response.status_code == 200
    assert (body["token_type"], body["expires_in"]) == ("JWT", 3600)
    decoded = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert decoded["preferred_username"] == platform.service_username
    assert decoded["exp"] - decoded["iat"] == 3600


def test_token_takes_basic_credentials(platform: SandboxPlatform) -> None:
    response = requests.post(
        f"{platform.url}/oauth2/access_token",
        data={"grant_type": "client_credentials"},
        auth=("key", "secret"),
        timeout=TIMEOUT_SECONDS,
    )
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "password", "client_id": "a", "client_secret": "b"}, 400, "unsupported_grant_type"),
        ({}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "client_id": "a"}, 401, "invalid_client"),
    ],
)
def test_token_refuses(platform: SandboxPlatform, form: dict[str, str], status: int, error: str) -> None:
    response = post_token(platform, **form)
    assert (response.status_code, response.json()) == (status, {"error": error})


@pytest.mark.parametrize(
    "path", [LMS_COURSES, "/api/organizations/v0/organizations/", "/api/v2/courses/", "/api/v2/products/"]
)
def test_data_wants_a_token(platform: SandboxPlatform, path: str) -> None:
    for headers in ({}, {"Authorization": "JWT"}, {"Authorization": "Basic a2V5"}):
        response = requests.get(platform.url + path, headers=headers, timeout=TIMEOUT_SECONDS)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("JWT")


def test_lms_page(get: Get, platform: SandboxPlatform) -> None:
    body = get(LMS_COURSES, page=2, page_size=50, username="worker", active_only=True).json()
    pagination = body["pagination"]
    assert (pagination["count"], pagination["num_pages"]) == (720, 15)
    assert pagination["next"].startswith(f"{platform.url}{LMS_COURSES}?")
    assert "page=3" in pagination["next"] and "active_only=True" in pagination["next"]
    assert "page=1" in pagination["previous"]
    assert [row["id"] for row in body["results"]] == platform.catalogue.lms_course_runs.keys()[50:100]
    assert set(body["results"][0]) == {
        "blocks_url", "effort", "end", "enrollment_start", "enrollment_end", "id", "media", "name", "number", "org",
        "short_description", "start", "start_display", "start_type", "pacing", "mobile_available", "hidden",
        "invitation_only", "license", "course_id",
    }  # fmt: skip
    assert set(body["results"][0]["media"]) == {"banner_image", "course_image", "course_video", "image"}


def test_following_next_visits_every_run_once(get: Get, platform: SandboxPlatform) -> None:
    seen: list[str] = []
    url: str | None = f"{LMS_COURSES}?page_size=100"
    while url:
        body = get(url.removeprefix(platform.url)).json()
        seen += [row["id"] for row in body["results"]]
        url = body["pagination"]["next"]
    assert seen == platform.catalogue.lms_course_runs.keys()


@pytest.mark.parametrize("page", ["16", "0", "-1", "x", ""])
def test_pages_that_do_not_exist(get: Get, page: str) -> None:
    response = get(LMS_COURSES, page=page, page_size=50)
    assert (response.status_code, response.json()) == (404, {"detail": "Invalid page."})


def test_last_page_is_the_rest(get: Get) -> None:
    assert len(get(LMS_COURSES, page=15, page_size=50).json()["results"]) == 20
    assert len(get(LMS_COURSES, page=1, page_size=1000).json()["results"]) == 100


def test_first_page_of_nothing_is_empty() -> None:
    with running_sandbox(courses=0) as platform:
        response = requests.get(
            platform.url + LMS_COURSES, headers={"Authorization": "JWT a.b.c"}, timeout=TIMEOUT_SECONDS
        )
    assert response.json()["results"] == []
    assert response.json()["pagination"]["num_pages"] == 1


def test_one_run(get: Get, platform: SandboxPlatform) -> None:
    key = platform.catalogue.lms_course_runs.keys()[0]
    row = get(f"{LMS_COURSES}{key}").json()
    assert row["id"] == key
    assert row["overview"].startswith("<p>")
    assert get(f"{LMS_COURSES}{key.replace('+', '%2B')}/").json() == row
    assert get(f"{LMS_COURSES}course-v1:No+Such+Run").status_code == 404


def test_organizations(get: Get) -> None:
    rows = rows_of_all_pages(get, "/api/organizations/v0/organizations/")
    assert len(rows) == 39
    assert set(rows[0]) == {
        "id", "created", "modified", "name", "short_name", "description", "logo", "active"
    }  # fmt: skip


def test_ecommerce_courses(get: Get, platform: SandboxPlatform) -> None:
    first = get("/api/v2/courses/", page=1, page_size=50, include_products=True).json()
    assert set(first) == {"count", "next", "previous", "results"}
    assert first["previous"] is None and first["next"].startswith(f"{platform.url}/api/v2/courses/?")
    rows = rows_of_all_pages(get, "/api/v2/courses/", include_products="True")
    assert [row["id"] for row in rows] == platform.catalogue.ecommerce_courses.keys()
    structures = {product["structure"] for row in rows for product in row["products"]}
    assert structures == {"parent", "child", "standalone"}


def test_ecommerce_courses_without_products(get: Get) -> None:
    row = get("/api/v2/courses/", page=1).json()["results"][0]
    assert "products" not in row and "products_url" in row


def test_products_by_class(get: Get, platform: SandboxPlatform) -> None:
    entitlements = rows_of_all_pages(get, "/api/v2/products/", product_class="Course Entitlement")
    codes = rows_of_all_pages(get, "/api/v2/products/", product_class="Enrollment Code")
    assert [row["id"] for row in entitlements] == platform.catalogue.entitlements.keys()
    assert [row["id"] for row in codes] == platform.catalogue.enrollment_codes.keys()
    assert {row["product_class"] for row in entitlements} == {"Course Entitlement"}
    assert {row["product_class"] for row in codes} == {"Enrollment Code"}
    assert rows_of_all_pages(get, "/api/v2/products/", product_class="Coupon") == []
    assert rows_of_all_pages(get, "/api/v2/products/") == entitlements + codes


def test_pictures_need_no_token(platform: SandboxPlatform) -> None:
    row = platform.catalogue.lms_course_runs.rows()[0]
    path = row["media"]["course_image"]["uri"]
    response = requests.get(platform.url + path, timeout=TIMEOUT_SECONDS)
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert f">{row['number']}</text>" in response.text


def test_unknown_paths_and_methods(get: Get, platform: SandboxPlatform) -> None:
    assert get("/api/v3/").status_code == 404
    assert requests.post(platform.url + LMS_COURSES, timeout=TIMEOUT_SECONDS).status_code == 405
    assert requests.get(f"{platform.url}/oauth2/access_token", timeout=TIMEOUT_SECONDS).status_code == 405
