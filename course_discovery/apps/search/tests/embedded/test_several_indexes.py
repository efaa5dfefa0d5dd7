"""One request over several indexes: each by itself, hits put together, failures of some."""

import pytest
from elasticsearch import BadRequestError, NotFoundError

from course_discovery.apps.search.tests.embedded.catalogue import put

ALL = {"match_all": {}}


@pytest.fixture(scope="module")
def library(es):
    """Three indexes that do not agree on what ``kind`` and ``price`` are; ``(prefix, comma list)``."""
    prefix = "test-library"
    mappings = {
        "books": {"kind": {"type": "keyword"}, "price": {"type": "integer"}, "day": {"type": "date"}},
        "films": {"kind": {"type": "text"}, "price": {"type": "keyword"}, "day": {"type": "date"}},
        "songs": {"kind": {"type": "keyword"}, "day": {"type": "date"}},
    }
    rows = {
        "books": {"1": {"t": "sea", "kind": "novel", "price": 5, "day": "2031-01-03"},
                  "2": {"t": "sea sea", "kind": "poem", "price": 7, "day": "2031-01-01"}},
        "films": {"1": {"t": "sea", "kind": "novel", "price": "5", "day": "2031-01-02"}},
        "songs": {"1": {"t": "sky", "kind": "poem"}, "2": {"t": "sea", "kind": "hymn"}},
    }  # fmt: skip
    for index, properties in mappings.items():
        es.options(ignore_status=404).indices.delete(index=f"{prefix}-{index}")
        properties["t"] = {"type": "text"}
        es.indices.create(
            index=f"{prefix}-{index}", settings={"number_of_replicas": 0}, mappings={"properties": properties}
        )
        put(es, f"{prefix}-{index}", rows[index])
    return prefix, ",".join(f"{prefix}-{index}" for index in mappings)


def short(library, hits):
    return [(hit["_index"].removeprefix(f"{library[0]}-"), hit["_id"]) for hit in hits["hits"]["hits"]]


def test_hits_are_sorted_together(es, library):
    answer = es.search(index=library[1], query=ALL, sort=[{"day": "desc"}])
    assert short(library, answer)[:3] == [("books", "1"), ("films", "1"), ("books", "2")]
    answer = es.search(index=library[1], query=ALL, sort=[{"day": "asc"}], size=2, from_=1)
    assert short(library, answer) == [("films", "1"), ("books", "1")]


def test_a_cursor_crosses_indexes(es, library):
    walked, after = [], None
    sort = [{"day": "desc"}, {"price": {"order": "asc", "unmapped_type": "integer"}}]
    sort = [{"day": "desc"}]
    while True:
        more = {"search_after": after} if after else {}
        answer = es.search(index=library[1], query={"exists": {"field": "day"}}, sort=sort, size=1, **more)
        if not answer["hits"]["hits"]:
            break
        walked += short(library, answer)
        after = answer["hits"]["hits"][-1]["sort"]
    assert walked == [("books", "1"), ("films", "1"), ("books", "2")]


def test_equal_hits_come_by_index(es, library):
    answer = es.search(index=library[1], query={"constant_score": {"filter": {"match": {"t": "sea"}}}})
    assert short(library, answer) == [("books", "1"), ("books", "2"), ("films", "1"), ("songs", "2")]


def test_a_field_may_be_missing_somewhere(es, library):
    answer = es.search(index=library[1], query={"term": {"price": 5}})
    assert sorted(short(library, answer)) == [("books", "1"), ("films", "1")]
    assert answer["_shards"] == {"total": 3, "successful": 3, "skipped": 0, "failed": 0}


def test_what_fails_somewhere_leaves_the_rest(es, library):
    answer = es.search(index=library[1], query={"term": {"price": "abc"}})
    assert answer["hits"]["total"]["value"] == 0
    assert (answer["_shards"]["total"], answer["_shards"]["successful"], answer["_shards"]["failed"]) == (3, 2, 1)
    failure = answer["_shards"]["failures"][0]
    assert failure["index"] == f"{library[0]}-books"
    assert failure["reason"]["reason"] == 'failed to create query: For input string: "abc"'
    counted = es.count(index=library[1], query={"term": {"price": "abc"}})
    assert (counted["count"], counted["_shards"]["failed"]) == (0, 1)


def test_an_aggregation_that_fails_somewhere_drops_that_index(es, library):
    answer = es.search(index=library[1], query=ALL, aggs={"kinds": {"terms": {"field": "kind"}}})
    assert answer["_shards"]["failed"] == 1
    assert answer["hits"]["total"]["value"] == 4
    found = [(bucket["key"], bucket["doc_count"]) for bucket in answer["aggregations"]["kinds"]["buckets"]]
    assert found == [("poem", 2), ("hymn", 1), ("novel", 1)]


def test_an_index_without_possible_hits_cannot_fail(es, library):
    query = {"bool": {"filter": {"range": {"price": {"gte": 0}}}}}
    books = f"{library[0]}-books,{library[0]}-songs"
    assert es.search(index=books, query=query, sort=["price"])["_shards"]["failed"] == 0


def test_a_bad_date_fails_only_where_there_are_dates(es, library):
    answer = es.search(index=library[1], query={"range": {"day": {"gte": "foo"}}})
    assert (answer["hits"]["total"]["value"], answer["_shards"]["failed"]) == (0, 2)


def test_all_failed(es, library):
    with pytest.raises(BadRequestError) as caught:
        es.search(index=library[1], query={"query_string": {"query": "("}})
    error = caught.value.body["error"]
    assert (error["type"], error["reason"]) == ("search_phase_execution_exception", "all shards failed")
    assert {cause["reason"] for cause in error["root_cause"]} == {"Failed to parse query [(]"}
    assert len(error["failed_shards"]) == 3


def test_cardinality_over_indexes(es, library):
    aggs = {"days": {"cardinality": {"field": "day"}}, "by": {"filter": {"match": {"t": "sea"}}}}
    answer = es.search(index=library[1], query=ALL, size=0, aggs=aggs)["aggregations"]
    assert (answer["days"]["value"], answer["by"]["doc_count"]) == (3, 4)


@pytest.mark.parametrize(
    ("target", "count"),
    [("{0}-books,{0}-songs", 4), ("{0}-*", 5), ("{0}-b*", 2), ("{0}-books,{0}-books", 2), ("{0}-nosuch*", 0)],
)
def test_targets(es, library, target, count):
    assert es.count(index=target.format(library[0]))["count"] == count


def test_a_missing_index_is_not_found(es, library):
    for call in (es.search, es.count):
        with pytest.raises(NotFoundError) as caught:
            call(index=f"{library[0]}-books,{library[0]}-nosuch")
        assert caught.value.body["error"]["root_cause"][0]["reason"] == f"no such index [{library[0]}-nosuch]"
        answer = call(index=f"{library[0]}-books,{library[0]}-nosuch", ignore_unavailable=True)
        assert answer["_shards"]["total"] == 1


def test_an_alias_may_stand_for_several(es, library, name):
    es.indices.update_aliases(actions=[{"add": {"index": f"{library[0]}-*", "alias": f"{name}-all"}}])
    assert es.count(index=f"{name}-all")["count"] == 5
    assert es.count(index=f"{name}-all,{library[0]}-books")["count"] == 5
    es.indices.update_aliases(actions=[{"remove": {"index": f"{library[0]}-*", "alias": f"{name}-all"}}])


@pytest.mark.parametrize("names", ["{0}-gone", "{0}-books,{0}-gone"])
def test_a_body_is_read_before_indexes_are_looked_for(es, library, names):
    with pytest.raises(BadRequestError, match="parameter cannot be negative"):
        es.search(index=names.format(library[0]), body={"from": -1})
