"""Which of several errors is told, in which words, and what is no error because nothing could match anyway."""

import pytest
from elasticsearch import BadRequestError

from course_discovery.apps.search.tests.embedded.catalogue import put

BAD_NUMBER = {"term": {"price": "ten"}}
BAD_DATE = {"range": {"starts": {"gte": "soon"}}}
BAD_SYNTAX = {"query_string": {"query": "("}}
NOTHING = [{"terms": {"level": []}}, {"ids": {"values": []}}, {"match_none": {}}]
UNMAPPED = [
    {"term": {"nosuch": "x"}},
    {"terms": {"nosuch": ["x"]}},
    {"range": {"nosuch": {"gte": 1}}},
    {"exists": {"field": "nosuch"}},
    {"prefix": {"nosuch": "x"}},
    {"wildcard": {"nosuch": "x*"}},
]
OUTSIDE = {"range": {"starts": {"gte": "2050"}}}


def reason(catalogue, query, **others):
    with pytest.raises(BadRequestError) as caught:
        catalogue.es.search(index=catalogue.index, query=query, **others)
    assert caught.value.error == "search_phase_execution_exception"
    (cause,) = caught.value.body["error"]["root_cause"]
    assert ("index" in cause) == (cause["type"] == "query_shard_exception")
    return cause["reason"]


def all_of(*clauses):
    return {"bool": {"filter": list(clauses)}}


def functions(query, *items):
    return {"function_score": {"query": query, "functions": list(items)}}


@pytest.mark.parametrize("nothing", [*NOTHING, *UNMAPPED, OUTSIDE], ids=str)
def test_beside_what_cannot_match_values_are_not_read(catalogue, nothing):
    assert catalogue.ids(all_of(BAD_NUMBER, nothing)) == []
    assert catalogue.ids(all_of(BAD_SYNTAX, {"constant_score": {"filter": nothing}})) == []
    assert catalogue.ids(functions(nothing, {"filter": BAD_SYNTAX, "weight": 2})) == []
    assert catalogue.ids({"bool": {"must": BAD_NUMBER, "must_not": [{"match_all": {}}]}}) == []


@pytest.mark.parametrize("nothing", NOTHING, ids=str)
def test_dates_are_read_unless_the_form_of_the_query_rules_it_out(catalogue, nothing):
    assert catalogue.ids(all_of(BAD_DATE, nothing)) == []
    assert reason(catalogue, all_of(BAD_DATE, UNMAPPED[0])).startswith("failed to parse date field [soon]")


@pytest.mark.parametrize(
    "query",
    [
        {"match": {"nosuch": "x"}},
        {"match_phrase": {"nosuch": "x"}},
        {"multi_match": {"query": "x", "fields": ["nosuch"]}},
        {"query_string": {"query": "nosuch:x"}},
        {"dis_max": {"queries": [{"term": {"nosuch": "x"}}]}},
        {"range": {"starts": {"gte": "2031-01-02", "lt": "2031-01-03"}}},
        {"term": {"skills.name": "x"}},
        {"bool": {"should": UNMAPPED, "must_not": [{"term": {"level": "x"}}]}},
    ],
    ids=str,
)
def test_what_only_happens_not_to_match_hides_no_error(catalogue, query):
    assert catalogue.ids(query) == []
    assert reason(catalogue, all_of(query, BAD_NUMBER)) == 'failed to create query: For input string: "ten"'


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"bool": {"filter": BAD_SYNTAX, "must_not": BAD_NUMBER}}, "For input string"),
        ({"bool": {"should": BAD_SYNTAX, "filter": BAD_NUMBER}}, "Failed to parse query [(]"),
        ({"bool": {"must_not": BAD_SYNTAX, "must": BAD_NUMBER}}, "For input string"),
        ({"bool": {"must": BAD_SYNTAX, "filter": BAD_DATE}}, "failed to parse date field [soon]"),
        (functions(BAD_SYNTAX, {"filter": BAD_NUMBER, "weight": 2}), "For input string"),
        (functions({"match_all": {}}, {"filter": BAD_SYNTAX, "gauss": {"nosuch": {"scale": 1, "origin": 1}}}),
         "unknown field [nosuch]"),
    ],
)  # fmt: skip
def test_the_first_error_is_told(catalogue, query, told):
    assert told in reason(catalogue, query)


def test_errors_of_aggregations_come_after_those_of_the_query(catalogue):
    by_text = {"terms": {"field": "title"}}
    bad_filter = {"filter": BAD_NUMBER}
    # Of a filter only the cause is told.
    assert reason(catalogue, {"match_all": {}}, aggs={"a": bad_filter, "b": by_text}) == 'For input string: "ten"'
    assert "Fielddata is disabled" in reason(catalogue, {"match_all": {}}, aggs={"a": by_text, "b": bad_filter})
    inner = {"a": {**bad_filter, "aggs": {"b": by_text}}}
    assert "Fielddata is disabled" in reason(catalogue, {"match_all": {}}, aggs=inner)
    assert "Failed to parse" in reason(catalogue, BAD_SYNTAX, aggs={"a": by_text})
    assert "failed to parse date" in reason(catalogue, BAD_SYNTAX, aggs={"a": {"filter": BAD_DATE}})


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("", "cannot parse empty datetime"),
        ("now+", "truncated date math [+]"),
        ("now+1x", "unit [x] not supported for date math [+1x]"),
        ("now*2", "operator not supported for date math [*2]"),
        ("now/2d", "rounding `/` can only be used on single unit types [/2d]"),
        ("2031-13", "failed to parse date field [2031-13] with format "
         "[strict_date_optional_time||epoch_millis]: [Invalid value for MonthOfYear (valid values 1 - 12): 13]"),
        ("2031-02-30", "failed to parse date field [2031-02-30] with format "
         "[strict_date_optional_time||epoch_millis]: [Invalid date 'FEBRUARY 30']"),
        ("2031-02-29||+1d", "failed to parse date field [2031-02-29] with format "
         "[strict_date_optional_time||epoch_millis]: [Invalid date 'February 29' as '2031' is not a leap year]"),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_read(catalogue, value, told):
    assert reason(catalogue, {"range": {"starts": {"gte": value}}}) == told
    assert reason(catalogue, {"term": {"starts": value}}) == told


def test_beside_a_number_a_date_must_be_milliseconds(catalogue):
    told = reason(catalogue, {"range": {"starts": {"gte": 0, "lt": "2031-01-01"}}})
    assert told.startswith("failed to parse date field [2031-01-01] with format [epoch_millis]")
    # 2031 milliseconds after 1970.
    assert catalogue.ids({"range": {"starts": {"gte": 0, "lt": "2031"}}}) == []
    assert catalogue.found({"range": {"starts": {"gte": 0, "lt": "1900000000000"}}}) == {7}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"terms": {"price": [1, 2**31]}}, "failed to create query: Value [2147483648] is out of range for an integer"),
        ({"range": {"price": {"lt": 1e12}}}, "failed to create query: Value [1.0E12] is out of range for an integer"),
        ({"terms": {"price": [2**40, "x"]}},
         "failed to create query: Value [1099511627776] is out of range for an integer"),
        ({"bool": {"should": [{"match_all": {}}], "minimum_should_match": "some"}},
         'failed to create query: For input string: "some"'),
    ],
)  # fmt: skip
def test_values_are_told_as_java_writes_them(catalogue, query, told):
    assert reason(catalogue, query) == told


def test_an_index_fails_with_what_the_whole_search_would_be_told(es, name):
    """Where one of two indexes fails, its failure tells that it was a query that could not be made."""
    for index, rows in (("a", {"1": {"day": "2031-01-01"}}), ("b", {"1": {"other": 1}})):
        es.indices.create(index=f"{name}-{index}", settings={"number_of_replicas": 0})
        put(es, f"{name}-{index}", rows)
    answer = es.search(
        index=f"{name}-a,{name}-b", query={"bool": {"should": [{"term": {"day": "soon"}}, {"term": {"other": 1}}]}}
    )
    (failure,) = answer["_shards"]["failures"]
    assert failure["index"] == f"{name}-a"
    assert failure["reason"]["type"] == "query_shard_exception"
    assert failure["reason"]["reason"].startswith("failed to create query: failed to parse date field [soon]")
    assert [hit["_id"] for hit in answer["hits"]["hits"]] == ["1"]
