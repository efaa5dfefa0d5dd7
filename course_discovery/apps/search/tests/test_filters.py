import pytest
from freezegun import freeze_time

from course_discovery.apps.search.errors import InvalidSearch
from course_discovery.apps.search.queries.filters import CATALOGUE_FILTERS, filter_clauses

PRICE = "first_enrollable_paid_seat_price"


def clauses_of(**params):
    clauses = filter_clauses(CATALOGUE_FILTERS, {name: list(values) for name, values in params.items()})
    return clauses.filter, clauses.must_not


@pytest.mark.parametrize(
    ("parameter", "values", "clause"),
    [
        ("content_type", ["course", "program"], {"terms": {"content_type": ["course", "program"]}}),
        ("content_type", ["  course ", " "], {"terms": {"content_type": ["course"]}}),
        ("org", ["HUx"], {"terms": {"org.lower": ["hux"]}}),
        ("org__terms", ["HUx__IBMx"], {"terms": {"org.lower": ["hux", "ibmx"]}}),
        ("partner__term", ["Acme"], {"term": {"partner.lower": "acme"}}),
        ("active", ["True"], {"terms": {"is_active": [True]}}),
        ("published", ["0"], {"terms": {"published": [False]}}),
        ("first_enrollable_paid_seat_price__in", ["49__99"], {"terms": {PRICE: [49, 99]}}),
        ("first_enrollable_paid_seat_price", ["49.5"], {"terms": {PRICE: [49.5]}}),
        ("first_enrollable_paid_seat_price__gt", ["10__2.0"], {"range": {PRICE: {"gt": 10}}}),
        (
            "first_enrollable_paid_seat_price__range",
            ["50__100__2.0"],
            {"range": {PRICE: {"gte": 50, "lte": 100}}},
        ),
        ("first_enrollable_paid_seat_price__range", ["50"], {"range": {PRICE: {"gte": 50}}}),
        ("start__gt", ["now+60d"], {"range": {"start": {"gt": "2026-06-15T12:00:00.000Z||+60d"}}}),
        ("start__lte", ["2026-01-31 12:00:00"], {"range": {"start": {"lte": "2026-01-31T12:00:00"}}}),
        ("end_date__lt", ["1764547200000"], {"range": {"end_date": {"lt": "1764547200000"}}}),
        ("start__gte", ["2026-02"], {"range": {"start": {"gte": "2026-02"}}}),
        (
            "key",
            ["HUx+A", "HUx+B"],
            {"bool": {"should": [{"match_phrase": {"key": "HUx+A"}}, {"match_phrase": {"key": "HUx+B"}}],
                      "minimum_should_match": 1}},
        ),
        ("skills", ["Python"], {"terms": {"skill_names": ["Python"]}}),
    ],
)  # fmt: skip
@freeze_time("2026-06-15T12:00:00Z")
def test_a_parameter_becomes_a_condition(parameter, values, clause):
    assert clauses_of(**{parameter: values}) == ([clause], [])


def test_repetitions_of_a_suffixed_parameter_must_all_hold():
    conditions, _ = clauses_of(org__terms=["a__b", "b__c"])
    assert conditions == [{"terms": {"org.lower": ["a", "b"]}}, {"terms": {"org.lower": ["b", "c"]}}]


def test_exclude_takes_several_values_joined_or_repeated():
    assert clauses_of(org__exclude=["a__b", "C"]) == ([], [{"terms": {"org.lower": ["a", "b", "c"]}}])


@pytest.mark.parametrize(
    "parameter", ["foo", "foo__bar", "org__in", "start__range", "type__exclude", "is_active", "key__term"]
)
def test_names_and_lookups_that_are_not_defined_are_ignored(parameter):
    assert clauses_of(**{parameter: ["x"]}) == ([], [])


def test_blank_values_ask_for_nothing():
    assert clauses_of(active=["", " "], org__exclude=[""]) == ([], [])


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("active", "yes"),
        ("hidden__term", "2"),
        ("first_enrollable_paid_seat_price", "abc"),
        ("first_enrollable_paid_seat_price__gt", "nan"),
        ("first_enrollable_paid_seat_price__range", "1__x"),
        ("start__gt", "foo"),
        ("start__gt", "2026-13-45"),
        ("start__gt", "2026-13"),
        ("end", "tomorrow"),
        ("start__gt", "0000-01"),
        ("start__gt", "now+99999999999y"),
        ("start__gt", "9" * 30),
        ("first_enrollable_paid_seat_price__gt", "1e30"),
        ("first_enrollable_paid_seat_price", "1e400"),
    ],
)
def test_a_value_that_does_not_fit_its_field_names_the_parameter(parameter, value):
    with pytest.raises(InvalidSearch) as refused:
        clauses_of(**{parameter: [value]})
    assert refused.value.field == parameter
    assert refused.value.reason
