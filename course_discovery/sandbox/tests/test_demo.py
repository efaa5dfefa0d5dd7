"""The demo catalogue: its size, variety, determinism and odd rows."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from course_discovery.sandbox import DemoCatalogue
from course_discovery.sandbox.outlines import AGES, KINDS, LANGUAGES, run_counts

from .conftest import TODAY

Row = dict[str, Any]


@pytest.fixture(scope="module")
def demo() -> DemoCatalogue:
    return DemoCatalogue(today=TODAY)


@pytest.fixture(scope="module")
def runs(demo: DemoCatalogue) -> dict[str, Row]:
    return {row["id"]: row for row in demo.lms_course_runs.rows()}


def everything(demo: DemoCatalogue) -> list[list[Row]]:
    return [
        demo.lms_course_runs.rows(),
        demo.organizations.rows(),
        demo.ecommerce_courses.rows(),
        demo.entitlements.rows(),
        demo.enrollment_codes.rows(),
    ]


def seats(row: Row) -> list[str]:
    """Seat types of an e-commerce row, as a loader reads them."""
    return [
        next((item["value"] for item in product["attribute_values"] if item["name"] == "certificate_type"), "audit")
        for product in row["products"]
        if product["structure"] == "child"
    ]


def value(row: Row, code: str) -> Any:
    return next(item["value"] for item in row["attribute_values"] if item["code"] == code)


def test_size_and_variety(demo: DemoCatalogue, runs: dict[str, Row]) -> None:
    assert len(demo.courses) == len(set(demo.course_keys)) == 300
    assert len(runs) == len(demo.lms_course_runs) == 720
    assert Counter(course.outline.kind for course in demo.courses) == KINDS
    assert Counter(course.outline.age for course in demo.courses) == AGES
    assert Counter(course.outline.language for course in demo.courses) == LANGUAGES
    assert len({course.heading.title for course in demo.courses}) == 300
    assert len({course.heading.subject for course in demo.courses}) >= 25
    assert len({course.organization.key for course in demo.courses}) >= 38
    assert len({course.heading.level for course in demo.courses}) == 3


def test_one_organization_that_teaches_is_not_listed_and_one_has_no_description(demo: DemoCatalogue) -> None:
    listed = {row["short_name"]: row for row in demo.organizations.rows()}
    assert {course.organization.key for course in demo.courses} - set(listed) == {"Baobab_X"}
    assert [key for key, row in listed.items() if not row["description"]] == ["CopperlineX"]


def test_same_options_same_rows(demo: DemoCatalogue) -> None:
    assert everything(DemoCatalogue(300, 720, seed=1, today=TODAY)) == everything(demo)


def test_days_of_one_month_are_alike_and_months_differ_in_dates_only(demo: DemoCatalogue) -> None:
    assert everything(DemoCatalogue(today=date(2031, 5, 1))) == everything(demo)
    next_month = DemoCatalogue(today=date(2031, 6, 1))
    assert next_month.lms_course_runs.keys() == demo.lms_course_runs.keys()
    assert next_month.lms_course_runs.rows() != demo.lms_course_runs.rows()


def test_another_seed_is_another_catalogue_with_the_same_mixture(demo: DemoCatalogue) -> None:
    other = DemoCatalogue(seed=2, today=TODAY)
    assert len(set(other.course_keys) & set(demo.course_keys)) < 30
    assert {name: len(keys) for name, keys in other.odd_rows.items()} == {
        name: len(keys) for name, keys in demo.odd_rows.items()
    }


def test_larger_catalogues_begin_with_the_smaller_one(demo: DemoCatalogue) -> None:
    large = DemoCatalogue(500, 1000, today=TODAY)
    assert len(large.lms_course_runs) == 1000
    assert len(set(large.course_keys)) == 500
    for small_rows, large_rows in zip(everything(demo), everything(large), strict=True):
        assert large_rows[: len(small_rows)] == small_rows


@pytest.mark.parametrize(("courses", "runs"), [(0, 0), (1, 1), (7, 7), (7, 40), (300, 720), (600, 1440), (2000, 4000)])
def test_run_counts_add_up(courses: int, runs: int) -> None:
    counts = run_counts(courses, runs)
    assert (len(counts), sum(counts)) == (courses, runs)
    assert all(count >= 1 for count in counts)


def test_run_counts_change_the_last_courses_only() -> None:
    assert run_counts(300, 722)[:298] == run_counts(300, 720)[:298]
    with pytest.raises(ValueError, match="10 courses cannot have 9 runs"):
        run_counts(10, 9)


def test_newest_runs_stand_where_their_age_says(demo: DemoCatalogue, runs: dict[str, Row]) -> None:
    newest = {}
    for key in runs:
        newest[demo._course_of_run[key].index] = runs[key]
    checked: Counter[str] = Counter()
    for day in (1, 31):
        now = datetime(2031, 5, day, 12, tzinfo=UTC)
        soon = now + timedelta(days=60)
        for course in demo.courses:
            row = newest[course.index]
            if course.oddity in ("start_null", "end_before_start"):
                continue
            start = datetime.fromisoformat(row["start"])
            end = datetime.fromisoformat(row["end"]) if row["end"] else None
            age = course.outline.age
            checked[age] += 1
            if age == "archived":
                assert end and end < now
            elif age == "current":
                assert start < now and (end is None or end > now)
            elif age == "starting_soon":
                assert now < start <= soon
            else:
                assert start > soon
    assert min(checked.values()) > 80


def test_products_fit_the_kind_of_the_course(demo: DemoCatalogue) -> None:
    allowed = {
        "audit": [{"audit"}],
        "honor": [{"honor"}],
        "verified": [{"verified"}],
        "professional": [{"professional"}],
        "verified-honor": [{"honor"}, {"honor", "verified"}],
        "verified-audit": [{"audit"}, {"audit", "verified"}],
        "credit": [{"audit"}, {"audit", "verified"}, {"audit", "verified", "credit"}],
    }
    found: Counter[str] = Counter()
    for row in demo.ecommerce_courses.rows():
        course = demo._course_of_run.get(row["id"])
        if course is None or course.oddity in ("untypable_course", "unknown_seat_type", "empty_product_list"):
            continue
        assert set(seats(row)) in allowed[course.outline.kind], row["id"]
        found.update(set(seats(row)))
    assert set(found) == {"audit", "verified", "professional", "honor", "credit"}
    assert found["credit"] >= 15


def test_credit_comes_from_two_providers(demo: DemoCatalogue) -> None:
    providers = Counter(
        item["value"]
        for row in demo.ecommerce_courses.rows()
        for product in row["products"]
        for item in product["attribute_values"]
        if item["code"] == "credit_provider"
    )
    assert len(providers) == 2 and min(providers.values()) >= 3


def test_entitlements_name_their_course_by_uuid_and_key(demo: DemoCatalogue) -> None:
    odd = {key for name, keys in demo.odd_rows.items() if name.startswith("entitlement_") for key in keys}
    rows = [row for row in demo.entitlements.rows() if row["id"] not in odd]
    assert len(rows) > 150
    for row in rows:
        assert row["course_key"] in demo.course_keys
        assert value(row, "UUID") == str(uuid5(NAMESPACE_URL, row["course_key"]))


def test_skus_are_unique(demo: DemoCatalogue) -> None:
    products = [product for row in demo.ecommerce_courses.rows() for product in row["products"]]
    skus = Counter(record["partner_sku"] for product in products for record in product["stockrecords"])
    assert skus.most_common(1)[0][1] == 1
    assert len({product["id"] for product in products}) == len(products)


def ecommerce(demo: DemoCatalogue, key: str) -> Row:
    return demo.ecommerce_courses.get(key)


LMS_ODDITIES: dict[str, tuple[int, Callable[[Row], bool]]] = {
    "short_description_blank": (8, lambda row: row["short_description"] == ""),
    "short_description_null": (2, lambda row: row["short_description"] is None),
    "short_description_html": (3, lambda row: row["short_description"].startswith("<p>")),
    "pacing_null": (2, lambda row: row["pacing"] is None),
    "pacing_odd_casing": (6, lambda row: row["pacing"] in ("Self", "INSTRUCTOR")),
    "pacing_unknown": (1, lambda row: row["pacing"] == "guided"),
    "start_null": (2, lambda row: row["start"] is None and row["start_type"] == "empty"),
    "end_before_start": (2, lambda row: row["end"] < row["start"]),
    "enrollment_window_reversed": (1, lambda row: row["enrollment_end"] < row["enrollment_start"]),
    "name_padded": (3, lambda row: row["name"].startswith("  \t") and row["name"].endswith(" \n")),
    "name_too_long": (1, lambda row: len(row["name"]) == 300),
    "name_at_limit": (1, lambda row: len(row["name"]) == len(row["name"].strip()) == 255),
    "name_with_markup": (2, lambda row: row["name"].endswith(" &amp; <em>More</em>")),
    "name_with_emoji": (1, lambda row: row["name"].startswith("🌱 ")),
    "hidden": (4, lambda row: row["hidden"] is True),
    "required_fields_only": (1, lambda row: len(row) == 6),
    "date_with_offset": (2, lambda row: row["start"].endswith("+02:00")),
    "date_with_microseconds": (2, lambda row: row["start"].endswith(".123456Z")),
    "org_displayed_otherwise": (3, lambda row: row["org"] not in row["id"]),
    "old_style_key": (4, lambda row: row["id"].count("/") == 2),
    "ccx": (12, lambda row: bool(re.fullmatch(r"ccx-v1:[^+]+\+[^+]+\+[^+]+\+ccx@\d+", row["id"]))),
}


@pytest.mark.parametrize("name", LMS_ODDITIES)
def test_odd_lms_rows(demo: DemoCatalogue, runs: dict[str, Row], name: str) -> None:
    count, is_odd = LMS_ODDITIES[name]
    keys = demo.odd_rows[name]
    assert len(keys) == count
    assert all(is_odd(runs[key]) for key in keys)


def test_a_custom_course_is_made_from_a_run_of_its_course(demo: DemoCatalogue, runs: dict[str, Row]) -> None:
    for key in demo.odd_rows["ccx"]:
        made_from = key.replace("ccx-v1:", "course-v1:").rpartition("+ccx@")[0]
        assert made_from in runs


ECOMMERCE_ODDITIES: dict[str, tuple[int, Callable[[DemoCatalogue, str], bool]]] = {
    "empty_product_list": (2, lambda demo, key: ecommerce(demo, key)["products"] == []),
    "untypable_course": (1, lambda demo, key: set(seats(ecommerce(demo, key))) == {"professional", "audit"}),
    "unknown_seat_type": (2, lambda demo, key: seats(ecommerce(demo, key)) == ["audit", "verified", "masters"]),
    "mobile_sku": (6, lambda demo, key: sum("mobile." in sku for sku in skus_of(ecommerce(demo, key))) == 2),
    "unknown_currency": (2, lambda demo, key: currencies_of(ecommerce(demo, key)) == ["USD", "XTS"]),
    "second_currency": (3, lambda demo, key: currencies_of(ecommerce(demo, key)) == ["EUR", "USD", "USD"]),
    "child_without_stockrecord": (1, lambda demo, key: len(skus_of(ecommerce(demo, key))) == 1),
    "price_without_excl_tax": (
        2,
        lambda demo, key: all(
            "price" in record and "price_excl_tax" not in record for record in records_of(ecommerce(demo, key))
        ),
    ),
    "ecommerce_key_in_other_case": (1, lambda demo, key: key.islower() and key not in demo.lms_course_runs),
    "ecommerce_run_unknown_to_lms": (2, lambda demo, key: key not in demo.lms_course_runs),
}


def records_of(row: Row) -> list[Row]:
    return [
        record for product in row["products"] if product["structure"] == "child" for record in product["stockrecords"]
    ]


def skus_of(row: Row) -> list[str]:
    return [record["partner_sku"] for record in records_of(row)]


def currencies_of(row: Row) -> list[str]:
    return sorted(record["price_currency"] for record in records_of(row))


@pytest.mark.parametrize("name", ECOMMERCE_ODDITIES)
def test_odd_ecommerce_rows(demo: DemoCatalogue, name: str) -> None:
    count, is_odd = ECOMMERCE_ODDITIES[name]
    assert len(demo.odd_rows[name]) == count
    for key in demo.odd_rows[name]:
        assert is_odd(demo, key)


PRODUCT_ODDITIES: dict[str, tuple[int, Callable[[DemoCatalogue, Row], bool]]] = {
    "entitlement_without_stockrecord": (1, lambda demo, row: row["stockrecords"] == []),
    "entitlement_without_sku": (1, lambda demo, row: row["stockrecords"][0]["partner_sku"] is None),
    "entitlement_unknown_currency": (1, lambda demo, row: row["stockrecords"][0]["price_currency"] == "XTS"),
    "entitlement_price_not_a_number": (1, lambda demo, row: row["stockrecords"][0]["price_excl_tax"] == "on request"),
    "entitlement_unknown_mode": (1, lambda demo, row: value(row, "certificate_type") == "masters"),
    "entitlement_without_course_key": (3, lambda demo, row: "course_key" not in row and bool(value(row, "UUID"))),
    "entitlement_for_unknown_course": (1, lambda demo, row: row["course_key"] not in demo.course_keys),
    "enrollment_code_for_unknown_run": (
        1,
        lambda demo, row: value(row, "course_key") not in demo.lms_course_runs,
    ),
    "enrollment_code_for_absent_seat": (
        1,
        lambda demo, row: value(row, "seat_type") not in seats(ecommerce(demo, value(row, "course_key"))),
    ),
}


@pytest.mark.parametrize("name", PRODUCT_ODDITIES)
def test_odd_products(demo: DemoCatalogue, name: str) -> None:
    count, is_odd = PRODUCT_ODDITIES[name]
    listing = demo.entitlements if name.startswith("entitlement_") else demo.enrollment_codes
    assert len(demo.odd_rows[name]) == count
    for key in demo.odd_rows[name]:
        assert is_odd(demo, listing.get(key))


def test_every_oddity_is_tested(demo: DemoCatalogue) -> None:
    assert set(demo.odd_rows) == set(LMS_ODDITIES) | set(ECOMMERCE_ODDITIES) | set(PRODUCT_ODDITIES)


def test_enrichment_refers_to_what_it_defines(demo: DemoCatalogue) -> None:
    enrichment = demo.enrichment()
    subjects = {subject["slug"] for subject in enrichment["subjects"]}
    levels = {level["name"] for level in enrichment["levels"]}
    people = {person["slug"] for person in enrichment["people"]}
    organizations = {organization["key"] for organization in enrichment["organizations"]}
    assert (len(subjects), len(levels), len(people), len(organizations)) == (26, 3, 120, 40)
    assert {person["organization_key"] for person in enrichment["people"]} == organizations
    assert len(enrichment["courses"]) == 288
    for course in enrichment["courses"]:
        assert course["course_key"] in demo.course_keys
        assert course["subjects"] and set(course["subjects"]) <= subjects
        assert course["level"] in levels
        assert course["staff"] and set(course["staff"]) <= people
        assert course["min_effort"] < course["max_effort"]
    assert {course["language"] for course in enrichment["courses"]} == {
        "en", "es", "fr", "de", "pt-br", "it-it", "zh-cn", "ar"
    }  # fmt: skip
    assert DemoCatalogue(today=TODAY).enrichment() == enrichment
