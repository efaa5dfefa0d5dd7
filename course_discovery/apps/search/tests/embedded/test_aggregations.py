"""Aggregations over the courses of ``catalogue``."""

import pytest
from elasticsearch import BadRequestError

from course_discovery.apps.search.tests.embedded.catalogue import create, put

ALL = {"match_all": {}}


def aggregate(catalogue, definition, query=None, **others):
    answer = catalogue.es.search(index=catalogue.index, query=query or ALL, size=0, aggs={"it": definition}, **others)
    return answer["aggregations"]["it"]


def buckets(catalogue, query=None, **parameters):
    found = aggregate(catalogue, {"terms": parameters}, query)["buckets"]
    return [(bucket["key"], bucket["doc_count"]) for bucket in found]


def test_terms_by_count_then_key(catalogue):
    assert buckets(catalogue, field="level") == [("Intro", 7), ("Advanced", 3), ("Intermediate", 2)]
    assert buckets(catalogue, field="org.raw") == [
        ("ByteU", 4), ("ArtX", 2), ("PeakX", 2), ("TideU", 2), ("RunU", 1),
    ]  # fmt: skip


def test_each_value_of_a_list_counts(catalogue):
    assert buckets(catalogue, field="subjects.raw", size=3) == [
        ("Computer Science", 4),
        ("Arts", 2),
        ("Marine Science", 2),
    ]


def test_size_and_the_rest(catalogue):
    found = aggregate(catalogue, {"terms": {"field": "org.raw", "size": 2}})
    assert [bucket["key"] for bucket in found["buckets"]] == ["ByteU", "ArtX"]
    assert found["sum_other_doc_count"] == 5
    assert found["doc_count_error_upper_bound"] == 0


def test_the_default_size_is_ten(catalogue):
    assert len(buckets(catalogue, field="key.raw")) == 10
    assert len(buckets(catalogue, field="key.raw", size=10_000)) == 12


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ({"_key": "asc"}, "ArtX"),
        ({"_key": "desc"}, "TideU"),
        ({"_count": "asc"}, "RunU"),
        ([{"_count": "desc"}, {"_key": "desc"}], "ByteU"),
    ],
)
def test_orders(catalogue, order, first):
    assert buckets(catalogue, field="org.raw", order=order)[0][0] == first


def test_booleans(catalogue):
    assert aggregate(catalogue, {"terms": {"field": "open"}})["buckets"] == [
        {"key": 1, "key_as_string": "true", "doc_count": 8},
        {"key": 0, "key_as_string": "false", "doc_count": 4},
    ]


def test_numbers_and_dates(catalogue):
    assert buckets(catalogue, field="price", size=3) == [(25, 2), (99, 2), (0, 1)]
    assert buckets(catalogue, field="rating", size=1) == [(4.5, 2)]
    found = aggregate(catalogue, {"terms": {"field": "starts", "order": {"_key": "asc"}, "size": 1}})["buckets"]
    assert found == [{"key": 1866931200000, "key_as_string": "2029-02-28T00:00:00.000Z", "doc_count": 1}]


def test_floats_are_shown_as_they_are_kept(es, name):
    create(es, name)
    put(es, name, {"1": {"rating": 4.3}, "2": {"rating": "4.3"}, "3": {"rating": 4.5}})
    answer = es.search(index=name, size=0, aggs={"a": {"terms": {"field": "rating"}}})
    found = [(bucket["key"], bucket["doc_count"]) for bucket in answer["aggregations"]["a"]["buckets"]]
    # Single precision, written with double precision.
    assert found == [(4.300000190734863, 2), (4.5, 1)]


def test_min_doc_count(catalogue):
    assert buckets(catalogue, field="org.raw", min_doc_count=3) == [("ByteU", 4)]


def test_unmapped_fields_have_no_buckets(catalogue):
    assert buckets(catalogue, field="nosuch") == []
    assert aggregate(catalogue, {"cardinality": {"field": "nosuch"}}) == {"value": 0}


def test_only_hits_count_and_all_of_them(catalogue):
    query = {"term": {"level": "Intro"}}
    answer = catalogue.es.search(
        index=catalogue.index, query=query, size=1, from_=3, aggs={"it": {"terms": {"field": "org.raw"}}}
    )
    assert len(answer["hits"]["hits"]) == 1
    assert sum(bucket["doc_count"] for bucket in answer["aggregations"]["it"]["buckets"]) == 6


def test_cardinality(catalogue):
    assert aggregate(catalogue, {"cardinality": {"field": "org.raw"}}) == {"value": 5}
    assert aggregate(catalogue, {"cardinality": {"field": "subjects.raw", "precision_threshold": 100}}) == {"value": 10}
    assert aggregate(catalogue, {"cardinality": {"field": "price"}}) == {"value": 9}
    assert aggregate(catalogue, {"cardinality": {"field": "open"}}, {"term": {"level": "Advanced"}}) == {"value": 2}


def test_a_filter_narrows_what_is_below(catalogue):
    definition = {
        "filter": {"range": {"price": {"gte": 99}}},
        "aggs": {
            "levels": {"terms": {"field": "level"}},
            "orgs": {"cardinality": {"field": "org.raw"}},
            "open": {"filter": {"term": {"open": True}}},
        },
    }
    found = aggregate(catalogue, definition)
    assert found["doc_count"] == 5
    assert [(bucket["key"], bucket["doc_count"]) for bucket in found["levels"]["buckets"]] == [
        ("Advanced", 3), ("Intermediate", 1), ("Intro", 1),
    ]  # fmt: skip
    assert found["orgs"] == {"value": 3}
    assert found["open"] == {"doc_count": 3}


def test_below_terms(catalogue):
    definition = {
        "terms": {"field": "level"},
        "aggregations": {"orgs": {"cardinality": {"field": "org.raw"}}, "open": {"terms": {"field": "open"}}},
    }
    first = aggregate(catalogue, definition)["buckets"][0]
    assert (first["key"], first["doc_count"], first["orgs"]) == ("Intro", 7, {"value": 4})
    assert [bucket["doc_count"] for bucket in first["open"]["buckets"]] == [6, 1]


def test_meta_comes_back(catalogue):
    assert aggregate(catalogue, {"filter": ALL, "meta": {"of": "tests"}}) == {"doc_count": 12, "meta": {"of": "tests"}}


def test_no_hits(catalogue):
    definition = {"terms": {"field": "level"}, "aggs": {"n": {"cardinality": {"field": "price"}}}}
    found = aggregate(catalogue, definition, {"match_none": {}})
    assert found == {"doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": []}


def test_a_post_filter_leaves_them_alone(catalogue):
    answer = catalogue.es.search(
        index=catalogue.index, post_filter={"term": {"level": "Advanced"}}, aggs={"it": {"terms": {"field": "level"}}}
    )
    assert answer["hits"]["total"]["value"] == 3
    assert len(answer["aggregations"]["it"]["buckets"]) == 3


REFUSED = [
    ({"terms": {"field": "title"}}, "Fielddata is disabled on [title]"),
    ({"cardinality": {"field": "title"}}, "Fielddata is disabled on [title]"),
    ({"nosuch": {"field": "level"}}, "Unknown aggregation type [nosuch]"),
    ({}, "Missing definition for aggregation [it]"),
    (
        {"terms": {"field": "level"}, "cardinality": {"field": "level"}},
        "Found two aggregation type definitions in [it]",
    ),
    ({"terms": {"field": "level", "size": 0}}, "[size] must be greater than 0"),
    ({"terms": {"field": "level", "nosuch": 0}}, "[terms] unknown field [nosuch]"),
    ({"filter": {"nosuch": {}}}, "unknown query [nosuch]"),
    ({"filter": {"term": {"price": "abc"}}}, 'For input string: "abc"'),
    (
        {"cardinality": {"field": "level"}, "aggs": {"x": {"terms": {"field": "price"}}}},
        "Aggregator [it] of type [cardinality] cannot accept sub-aggregations",
    ),
]


@pytest.mark.parametrize(("definition", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_refused(catalogue, definition, reason):
    with pytest.raises(BadRequestError) as caught:
        aggregate(catalogue, definition)
    assert reason in str(caught.value.body["error"])


@pytest.mark.embedded_only
@pytest.mark.parametrize("definition", [{"avg": {"field": "price"}}, {"date_histogram": {"field": "starts"}}])
def test_what_is_not_implemented_is_refused(catalogue, definition):
    with pytest.raises(BadRequestError, match="parsing_exception"):
        aggregate(catalogue, definition)
