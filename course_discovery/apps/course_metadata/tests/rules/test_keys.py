from datetime import UTC, datetime

import pytest

from course_discovery.apps.course_metadata.rules import keys


@pytest.mark.parametrize(("fragment", "org", "number"), [("Org+C1", "Org", "C1"), ("Org/C1", "Org", "C1")])
def test_parse_course_key(fragment, org, number):
    assert keys.parse_course_key(fragment) == (org, number)
    assert str(keys.parse_course_key(fragment)) == "Org+C1"


@pytest.mark.parametrize("fragment", ["Org", "", "Org+C1+1T2026", "a/b/c", "a+b/c/d"])
def test_parse_course_key_refuses(fragment):
    with pytest.raises(keys.InvalidCatalogKey) as error:
        keys.parse_course_key(fragment)
    assert str(error.value) == f'Could not understand course key fragment "{fragment}".'


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("course-v1:Org+C1+1T2026", ("Org", "C1", "1T2026", False, False)),
        ("Org/C1/1T2026", ("Org", "C1", "1T2026", True, False)),
        ("ccx-v1:Org+C1+1T2026+ccx@12", ("Org", "C1", "1T2026", False, True)),
    ],
)
def test_parse_run_key(key, parts):
    parsed = keys.parse_run_key(key)
    assert parsed == parts
    assert parsed.course_key == "Org+C1"


@pytest.mark.parametrize(
    "key", ["", "nonsense", "course-v1:Org+C1", "Org/C1", "library-v1:Org+L1", "course-v1:O rg+C+R"]
)
def test_parse_run_key_refuses(key):
    with pytest.raises(keys.InvalidCatalogKey):
        keys.parse_run_key(key)


@pytest.mark.parametrize(
    ("key", "deprecated"),
    [("Org/C1/R", True), ("course-v1:Org+C1+R", False), ("ccx-v1:Org+C1+R+ccx@1", False)],
)
def test_deprecated(key, deprecated):
    assert keys.is_deprecated_run_key(key) is deprecated
    assert keys.parse_run_key(key).is_deprecated is deprecated


@pytest.mark.parametrize("number", ["", "CS101.2x", "a_b-c"])
def test_number_passes(number):
    assert keys.number_error(number) is None


@pytest.mark.parametrize("number", ["a b", "a+b", "é", "a\n"])
def test_number_fails(number):
    assert keys.number_error(number) == "Special characters not allowed in Course Number."


@pytest.mark.parametrize(
    ("month", "expected"),
    [(1, "1T2026"), (4, "1T2026"), (5, "2T2026"), (8, "2T2026"), (9, "3T2026"), (12, "3T2026")],
)
def test_term(month, expected):
    assert keys.term(datetime(2026, month, 1, tzinfo=UTC)) == expected


def test_free_term_counts_like_a_spreadsheet():
    assert keys.free_term("1T2026", set()) == "1T2026"
    assert keys.free_term("1T2026", {"1T2026"}) == "1T2026a"
    one_letter = {"1T2026"} | {f"1T2026{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"}
    assert keys.free_term("1T2026", one_letter) == "1T2026aa"
    assert keys.free_term("1T2026", one_letter | {"1T2026aa"}) == "1T2026ab"


def test_run_key():
    assert keys.run_key("Org/C1", "1T2026a") == "course-v1:Org+C1+1T2026a"
