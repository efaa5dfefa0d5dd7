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


def test_a_value_that_stands_twice_is_one_term(es, name):
    create(es, name, {"properties": {"open": {"type": "boolean"}}})
    put(es, name, {"a": {"open": [True, True]}, "b": {"open": False}, "c": {"open": True}})
    expected = bm25(1, 1, 1, 3, 2)
    assert Catalogue(es, name).scores({"term": {"open": True}}) == close(a=expected, c=expected)


@pytest.fixture(scope="module")
def essays(es):
    """Titles in which words repeat and synonyms span several positions."""
    name = "test-essays"
    es.options(ignore_status=404).indices.delete(index=name)
    create(es, name)
    titles = {
        "whole": "artificial intelligence",
        "short": "ai",
        "inside": "see artificial intelligence now",
        "twice": "learning and learned",
        "once": "learning",
    }
    put(es, name, {doc_id: {"title": title} for doc_id, title in titles.items()})
    return Catalogue(es, name)


def test_a_phrase_with_synonyms_counts_all_of_them(essays):
    # Each of the first three holds ai, artifici and intellig, since synonyms were added when they were indexed: the
    # phrase stands there once, and the short form once.
    tokens, titles, holders = (3 + 3 + 5 + 3 + 1), 5, 3
    rarity = 3 * math.log(1 + (titles - holders + 0.5) / (holders + 0.5))
    scores = essays.scores({"match_phrase": {"title": "artificial intelligence"}})
    for doc_id, length in (("whole", 2), ("short", 2), ("inside", 4)):
        expected = 2.2 * rarity * 2 / (2 + 1.2 * (0.25 + 0.75 * length / (tokens / titles)))
        assert scores.pop(doc_id) == pytest.approx(expected, rel=1e-5)
    assert not scores


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("see artificial intelligence", {"inside"}),
        ("see ai", {"inside"}),
        # Behind `see` stands `ai`, but right behind that no `now`: Elasticsearch does not try the longer form then.
        ("see artificial intelligence now", set()),
        # Written so, `now` stands beside `intelligence`, whose long form ends where it ends.
        ("see ai now", {"inside"}),
    ],
)
def test_a_phrase_around_synonyms(essays, phrase, expected):
    assert set(essays.ids({"match_phrase": {"title": phrase}})) == expected


def test_an_occurrence_counts_once_whatever_stands_at_its_later_places(es, name):
    create(es, name, {"properties": {"t": {"type": "text", "analyzer": "synonyms"}, "u": {"type": "text"}}})
    # Both words are indexed at each of the places where one is written.
    rows = {"1": {"t": "deep sea"}, "2": {"t": "deep sea deep ocean"}, "3": {"t": "sky"}}
    put(es, name, rows)
    tokens, rarity = 3 + 6 + 1, 3 * math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = {
        doc_id: 2.2 * rarity * frequency / (frequency + 1.2 * (0.25 + 0.75 * length / (tokens / 3)))
        for doc_id, frequency, length in (("1", 1, 2), ("2", 2, 4))
    }
    assert Catalogue(es, name).scores({"match_phrase": {"t": "deep sea"}}) == close(**expected)


def test_behind_a_dropped_word_the_synonyms_of_a_phrase_add_up(es, name):
    analyzer = {"tokenizer": "standard", "filter": ["lowercase", "same", "stop"]}
    analysis = {"filter": {"same": {"type": "synonym", "synonyms": ["sea, ocean"]}}, "analyzer": {"it": analyzer}}
    mappings = {"properties": {"t": {"type": "text", "analyzer": "it"}}}
    es.indices.create(index=name, settings={"number_of_replicas": 0, "analysis": analysis}, mappings=mappings)
    put(es, name, {"1": {"t": "sea"}, "2": {"t": "sky"}})
    single = bm25(1, 1, 1.5, 2, 1)
    scores = Catalogue(es, name).scores
    assert scores({"match_phrase": {"t": "of sea"}}) == {"1": pytest.approx(2 * single, rel=1e-5)}
    assert scores({"match_phrase": {"t": "sea of"}}) == {"1": pytest.approx(bm25(2, 1, 1.5, 2, 1), rel=1e-5)}


@pytest.mark.parametrize(
    ("slop", "expected"),
    [(0, set()), (1, {"twice"}), (2, {"twice"})],
)
def test_a_word_of_a_document_cannot_be_two_words_of_a_phrase(essays, slop, expected):
    # Both words have one stem.
    query = {"match_phrase": {"title": {"query": "learning learned", "slop": slop}}}
    assert set(essays.ids(query)) == expected


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
        ({"bool": {"must_not": {"term": {"tags": "x"}}, "minimum_should_match": 1}}, 0.0),
        ({"bool": {"filter": {"term": {"tags": "z"}}, "minimum_should_match": 1}}, None),
        # What surrounds functions multiplies the query's share, not theirs.
        (
            {
                "bool": {
                    "must": {
                        "function_score": {
                            "query": {"term": {"tags": {"value": "z", "boost": 0}}},
                            "functions": [{"weight": 5}],
                            "boost_mode": "sum",
                        }
                    },
                    "boost": 2,
                }
            },
            5.0,
        ),
        (
            {
                "bool": {
                    "must": {
                        "function_score": {
                            "query": {"match_all": {}},
                            "boost": 3,
                            "functions": [{"weight": 5}],
                            "boost_mode": "sum",
                        }
                    },
                    "boost": 2,
                }
            },
            11.0,
        ),
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


@pytest.mark.embedded_only
def test_a_decay_around_now(paints, monkeypatch):
    moment = datetime(2031, 1, 31, tzinfo=UTC)
    monkeypatch.setattr(clock, "now_millis", lambda: int(moment.timestamp() * 1000))
    decay = {"gauss": {"on": {"origin": "now", "scale": "30d", "decay": 0.95}}, "weight": 5}
    scores = paints.scores(functions(decay, boost_mode="sum", score_mode="sum"))
    assert scores["b"] == pytest.approx(6)
    assert scores["a"] == pytest.approx(1 + 5 * 0.95)
    assert paints.ids({"range": {"on": {"gte": "now/d"}}}) == ["b"]
