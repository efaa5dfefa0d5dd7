"""Modes of runs, as the LMS tells them."""

from collections import Counter
from datetime import date

import pytest
import requests

from course_discovery.sandbox import Catalogue, DemoCatalogue, SandboxPlatform, running_sandbox
from course_discovery.sandbox.modes import modes_rows, run_modes

from .conftest import TIMEOUT_SECONDS, TODAY, Get

ALL = "/api/commerce/v1/courses/"
OF_RUN = "/api/course_modes/v1/courses/"


@pytest.fixture(scope="module")
def demo() -> DemoCatalogue:
    return DemoCatalogue(today=TODAY)


def test_the_demo_has_the_prices_of_its_shop(demo: DemoCatalogue) -> None:
    rows = demo.modes.rows()
    assert {row["id"] for row in rows} <= set(demo.lms_course_runs.keys())
    modes = [mode for row in rows for mode in row["modes"]]
    assert set(Counter(mode["name"] for mode in modes)) == {
        "audit",
        "credit",
        "honor",
        "masters",
        "professional",
        "verified",
    }
    assert {mode["currency"] for mode in modes} == {"usd", "eur", "xts"}
    sold = {
        record["partner_sku"]: float(record["price_excl_tax"])
        for row in demo.ecommerce_courses.rows()
        for product in row["products"]
        for record in product["stockrecords"]
        if "price_excl_tax" in record
    }
    assert all(sold[mode["sku"]] == mode["price"] for mode in modes if mode["sku"] in sold)
    assert all(isinstance(mode["price"], int) for mode in modes)
    assert not any("mobile" in (mode["sku"] or "") for mode in modes)
    assert any(mode["bulk_sku"] for mode in modes)


def test_a_mode_is_there_once_for_each_currency() -> None:
    def product(sku: str, kind: str, price: str, currency: str, provider: str = "") -> dict[str, object]:
        return {
            "structure": "child",
            "expires": "2031-06-01T00:00:00Z",
            "attribute_values": [
                {"name": "certificate_type", "code": "certificate_type", "value": kind},
                {"name": "credit_provider", "code": "credit_provider", "value": provider},
            ],
            "stockrecords": [{"partner_sku": sku, "price_currency": currency, "price_excl_tax": price}],
        }

    products = [
        product("C1", "credit", "300.00", "USD", "asu"),
        product("C2", "credit", "150.00", "USD", "mit"),
        product("V1", "verified", "49.00", "EUR"),
        {"structure": "parent", "attribute_values": [], "stockrecords": []},
    ]
    (row,) = modes_rows([{"id": "course-v1:A+B+1", "products": products}, {"id": "course-v1:A+B+2", "products": []}])
    assert [(mode["name"], mode["currency"], mode["price"], mode["sku"]) for mode in row["modes"]] == [
        ("credit", "usd", 300, "C1"),
        ("verified", "eur", 49, "V1"),
    ]
    assert run_modes(row)[1] == {
        "course_id": "course-v1:A+B+1",
        "mode_slug": "verified",
        "mode_display_name": "Verified Certificate",
        "min_price": 49,
        "currency": "eur",
        "expiration_datetime": "2031-06-01T00:00:00Z",
        "expiration_datetime_is_explicit": True,
        "description": None,
        "sku": "V1",
        "bulk_sku": None,
    }


def test_all_runs_come_in_one_list(get: Get, platform: SandboxPlatform) -> None:
    assert get(ALL).json() == platform.catalogue.modes.rows()
    assert platform.request_counts() == {"lms_modes": 1}


def test_a_run_by_itself(get: Get, platform: SandboxPlatform) -> None:
    row = platform.catalogue.modes.rows()[0]
    assert get(f"{OF_RUN}{row['id']}/").json() == run_modes(row)
    assert get(f"{OF_RUN}course-v1:No+Such+Run/").json() == []
    assert platform.request_counts() == {"lms_run_modes": 2}


def test_both_want_a_token(platform: SandboxPlatform) -> None:
    for path in (ALL, f"{OF_RUN}course-v1:A+B+C/"):
        assert requests.get(platform.url + path, timeout=TIMEOUT_SECONDS).status_code == 401


def test_both_fail_when_asked_to(get: Get, platform: SandboxPlatform) -> None:
    platform.fail("403", "lms_modes")
    platform.fail("short", "lms_modes", rows=3)
    platform.fail("503", "lms_run_modes")
    assert get(ALL).status_code == 403
    assert len(get(ALL).json()) == 3
    assert get(f"{OF_RUN}course-v1:A+B+C/").status_code == 503


def test_a_partner_without_a_shop() -> None:
    with running_sandbox(Catalogue()) as platform:
        urls = platform.partner_urls(lms_only=True)
        assert (urls["ecommerce_api_url"], urls["lms_url"]) == ("", platform.url)
        assert urls["lms_coursemode_api_url"] == f"{platform.url}/api/course_modes/v1"


def test_a_larger_catalogue_has_more_of_them() -> None:
    assert len(DemoCatalogue(courses=600, today=date(2031, 1, 1)).modes) > 1000
