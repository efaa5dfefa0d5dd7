"""Scores: BM25 with worked-out values, how clauses add up, and functions of the document."""

import math
from datetime import UTC, datetime

import pytest

from course_discovery.apps.search.embedded import clock
from course_discovery.apps.search.tests.embedded.catalogue import Catalogue, create, put

MAPPINGS = {
    "properties": {
        "t": {"type": "text"},
        "tags": {"type": "keyword"},
        "grams": {"type": "text", "analyzer": "beginnings"},
        "on": {"type": "date"},
        "n": {"type": "integer"},
    }
}
ROWS = {
    "a": {"t": "red red blue", "tags": ["x", "y"], "grams": "red blue", "on": "2031-01-01", "n": 1},
    "b": {"t": "red", "tags": ["x"], "grams": "red", "on": "2031-01-31", "n": 5},
    "c": {"t": "blue green red yellow black white", "tags": ["y"], "on": ["2030-01-01", "2031-01-11"], "n": 9},
    "d": {"t": "green " * 40, "n": 20},
    "e": {"tags": ["z"]},
}


@pytest.fixture(scope="module")
def paints(es):
    """Five documents small enough to score by hand."""
    name = "test-paints"
    es.options(ignore_status=404).indices.delete(index=name)
    create(es, name, MAPPINGS)
    put(es, name, ROWS)
    return Catalogue(es, name)


def bm25(frequency, length, average, documents, holders):
    """Elasticsearch's score of one term."""
    rarity = math.log(1 + (documents - holders + 0.5) / (holders + 0.5))
    return 2.2 * rarity * frequency / (frequency + 1.2 * (0.25 + 0.75 * length / average))


AVERAGE = (3 + 1 + 6 + 40) / 4


def close(**expected):
    return {key: pytest.approx(value, rel=1e-5) for key, value in expected.items()}


def test_a_term(paints):
    assert paints.scores({"term": {"t": "red"}}) == close(
        a=bm25(2, 3, AVERAGE, 4, 3), b=bm25(1, 1, AVERAGE, 4, 3), c=bm25(1, 6, AVERAGE, 4, 3)
    )


def test_long_fields_are_measured_coarsely(paints):
    # 40 positions are remembered as 40: 24 + 16; a length of 41 would be, too.
    assert paints.scores({"term": {"t": "green"}})["d"] == pytest.approx(bm25(40, 40, AVERAGE, 4, 2), rel=1e-5)


def test_a_keyword_ignores_length(paints):
    average = (2 + 1 + 1 + 1) / 4
    expected = bm25(1, 1, average, 4, 2)
    assert paints.scores({"term": {"tags": "x"}}) == close(a=expected, b=expected)


def test_stacked_tokens_count_as_one_position(paints):
    # red, re; blue, blu, bl: five tokens on two positions; the average counts all tokens.
    average = (5 + 2) / 2
    assert paints.scores({"term": {"grams": "red"}}) == close(a=bm25(1, 2, average, 2, 2), b=bm25(1, 1, average, 2, 2))


def test_terms_of_a_match_add_up(paints):
    both, red, blue = (paints.scores({"match": {"t": text}}) for text in ("red blue", "red", "blue"))
    assert both == close(a=red["a"] + blue["a"], b=red["b"], c=red["c"] + blue["c"])


def test_terms_on_one_position_score_as_one(paints):
    scores = paints.scores({"match": {"grams": "red"}})
    average = (5 + 2) / 2
    assert scores == close(a=bm25(2, 2, average, 2, 2), b=bm25(2, 1, average, 2, 2))


def test_a_phrase_adds_the_rarity_of_its_words(paints):
    rarity = sum(math.log(1 + (4 - holders + 0.5) / (holders + 0.5)) for holders in (3, 2))
    expected = 2.2 * rarity * 1 / (1 + 1.2 * (0.25 + 0.75 * 3 / AVERAGE))
    assert paints.scores({"match_phrase": {"t": "red blue"}}) == close(a=expected)


def test_a_sloppy_phrase_counts_less_the_farther(paints):
    rarity = sum(math.log(1 + (4 - holders + 0.5) / (holders + 0.5)) for holders in (2, 3))
    frequency = 1 / (1 + 1)
    expected = 2.2 * rarity * frequency / (frequency + 1.2 * (0.25 + 0.75 * 6 / AVERAGE))
    assert paints.scores({"match_phrase": {"t": {"query": "blue red", "slop": 1}}}) == close(c=expected)


@pytest.mark.parametrize(
    ("query", "score"),
    [
        ({"match_all": {}}, 1.0),
        ({"match_all": {"boost": 3}}, 3.0),
        ({"bool": {"filter": {"term": {"tags": "z"}}}}, 0.0),
        ({"bool": {"must_not": {"term": {"tags": "x"}}, "filter": {"exists": {"field": "tags"}}}}, 0.0),
        ({"constant_score": {"filter": {"term": {"tags": "z"}}, "boost": 7}}, 7.0),
        ({"terms": {"tags": ["z"], "boost": 2}}, 2.0),
        ({"exists": {"field": "tags"}}, 1.0),
        ({"ids": {"values": ["e"]}}, 1.0),
        ({"prefix": {"tags": "z"}}, 1.0),
        ({"wildcard": {"tags": {"value": "z*", "boost": 4}}}, 4.0),
        ({"regexp": {"tags": "z"}}, 1.0),
        ({"query_string": {"query": "tags:*^3"}}, 3.0),
        ({"query_string": {"query": "NOT tags:x"}}, 0.0),
        ({"bool": {}}, 1.0),
        ({"dis_max": {"queries": [{"match_all": {}}, {"match_all": {"boost": 5}}]}}, 5.0),
        ({"dis_max": {"queries": [{"match_all": {}}, {"match_all": {"boost": 5}}], "tie_breaker": 0.5}}, 5.5),
        ({"bool": {"must": [{"match_all": {}}, {"match_all": {}}], "boost": 2}}, 4.0),
        ({"bool": {"must": {"match_all": {}}, "should": [{"term": {"tags": "nosuch"}}]}}, 1.0),
        ({"range": {"n": {"gte": 0, "boost": 2}}}, None),
    ],
)
def test_constant_scores(paints, query, score):
    assert paints.scores(query).get("e") == (None if score is None else pytest.approx(score))


def test_numbers_score_one(paints):
    assert paints.scores({"range": {"n": {"gte": 9, "boost": 2}}}) == close(c=2, d=2)
    assert paints.scores({"term": {"n": {"value": 9, "boost": 2}}}) == close(c=2)
    assert paints.scores({"term": {"on": "2031-01-01"}}) == close(a=1)


def test_equal_documents_score_equally_and_keep_their_order(es, name):
    create(es, name, MAPPINGS)
    put(es, name, {str(number): {"t": "same words"} for number in range(20)})
    hits = es.search(index=name, query={"match": {"t": "words"}}, size=20)["hits"]["hits"]
    assert len({hit["_score"] for hit in hits}) == 1
    assert [hit["_id"] for hit in hits] == [str(number) for number in range(20)]


def test_max_score(es, paints):
    hits = es.search(index=paints.index, query={"match_all": {"boost": 3}}, size=1)["hits"]
    assert hits["max_score"] == 3.0
    hits = es.search(index=paints.index, query={"match_all": {}}, size=1, sort=["n"])["hits"]
    assert hits["max_score"] is None
    assert hits["hits"][0]["_score"] is None


def functions(*items, **options):
    return {"function_score": {"query": {"match_all": {}}, "functions": list(items), **options}}


HAS_X = {"filter": {"term": {"tags": "x"}}, "weight": 4}
HAS_Y = {"filter": {"term": {"tags": "y"}}, "weight": 3}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"score_mode": "sum", "boost_mode": "sum"}, {"a": 8, "b": 5, "c": 4, "d": 2, "e": 2}),
        ({"score_mode": "sum", "boost_mode": "replace"}, {"a": 7, "b": 4, "c": 3, "d": 1, "e": 1}),
        ({"score_mode": "multiply", "boost_mode": "multiply"}, {"a": 12, "b": 4, "c": 3, "d": 1, "e": 1}),
        ({"score_mode": "avg", "boost_mode": "sum"}, {"a": 2, "b": 2, "c": 2, "d": 2, "e": 2}),
        ({"score_mode": "first", "boost_mode": "replace"}, {"a": 4, "b": 4, "c": 3, "d": 1, "e": 1}),
        ({"score_mode": "max", "boost_mode": "max"}, {"a": 4, "b": 4, "c": 3, "d": 1, "e": 1}),
        ({"score_mode": "min", "boost_mode": "avg"}, {"a": 2, "b": 2.5, "c": 2, "d": 1, "e": 1}),
        ({"score_mode": "sum", "boost_mode": "min"}, {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}),
        ({"score_mode": "sum", "boost_mode": "sum", "max_boost": 3.5}, {"a": 4.5, "b": 4.5, "c": 4, "d": 2, "e": 2}),
        ({"score_mode": "sum", "boost_mode": "sum", "boost": 2}, {"a": 9, "b": 6, "c": 5, "d": 3, "e": 3}),
    ],
)
def test_weights(paints, options, expected):
    assert paints.scores(functions(HAS_X, HAS_Y, **options)) == close(**expected)


@pytest.mark.parametrize(
    ("decay", "expected"),
    [
        ({"gauss": {"on": {"origin": "2031-01-01", "scale": "30d", "decay": 0.95}}}, {"a": 1, "b": 0.95, "e": 1}),
        ({"gauss": {"on": {"origin": "2031-01-01", "scale": "10d"}}}, {"a": 1, "b": 0.5**9, "c": 0.5, "e": 1}),
        ({"gauss": {"on": {"origin": "2031-01-01", "scale": "10d", "offset": "20d"}}}, {"a": 1, "b": 0.5, "c": 1}),
        ({"exp": {"on": {"origin": "2031-01-01", "scale": "10d"}}}, {"a": 1, "b": 0.5**3, "c": 0.5}),
        ({"linear": {"on": {"origin": "2031-01-01", "scale": "10d"}}}, {"a": 1, "b": 0, "c": 0.5}),
        ({"gauss": {"n": {"origin": 5, "scale": 4}}}, {"a": 0.5, "b": 1, "c": 0.5, "e": 1}),
        ({"gauss": {"n": {"origin": 5, "scale": 4}}, "weight": 6}, {"a": 3, "b": 6, "c": 3, "e": 6}),
    ],
)
def test_decays(paints, decay, expected):
    scores = paints.scores(functions(decay, boost_mode="replace"))
    assert {key: scores[key] for key in expected} == {key: pytest.approx(value, rel=1e-4, abs=1e-6) for key, value in expected.items()}  # fmt: skip # noqa: E501


def test_a_decay_around_now(paints, monkeypatch, request):
    if "server" in request.node.name:
        pytest.skip("a server's clock cannot be set")
    moment = datetime(2031, 1, 31, tzinfo=UTC)
    monkeypatch.setattr(clock, "now_millis", lambda: int(moment.timestamp() * 1000))
    decay = {"gauss": {"on": {"origin": "now", "scale": "30d", "decay": 0.95}}, "weight": 5}
    scores = paints.scores(functions(decay, boost_mode="sum", score_mode="sum"))
    assert scores["b"] == pytest.approx(6)
    assert scores["a"] == pytest.approx(1 + 5 * 0.95)
    assert paints.ids({"range": {"on": {"gte": "now/d"}}}) == ["b"]
