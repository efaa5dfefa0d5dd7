"""Every clause of the query DSL, and what it finds among the courses of ``catalogue``."""

import pytest
from elasticsearch import BadRequestError

EVERYTHING = set(range(1, 13))

CASES = [
    # all and none
    ({"match_all": {}}, EVERYTHING),
    ({"match_none": {}}, set()),
    ({"ids": {"values": ["1", "3", "99"]}}, {1, 3}),
    ({"ids": {"values": []}}, set()),
    # bool
    ({"bool": {}}, EVERYTHING),
    ({"bool": {"must": []}}, EVERYTHING),
    ({"bool": {"must": {"term": {"level": "Advanced"}}, "must_not": {"term": {"open": True}}}}, {3, 11}),
    ({"bool": {"filter": [{"term": {"level": "Intro"}}, {"term": {"org.raw": "TideU"}}]}}, {1, 2}),
    ({"bool": {"must_not": {"term": {"level": "Intro"}}}}, {3, 6, 7, 11, 12}),
    ({"bool": {"should": [{"term": {"org.raw": "TideU"}}, {"term": {"org.raw": "PeakX"}}]}}, {1, 2, 3, 4}),
    (
        {"bool": {"filter": {"term": {"level": "Intro"}}, "should": {"term": {"org.raw": "TideU"}}}},
        {1, 2, 4, 5, 8, 9, 10},
    ),
    (
        {
            "bool": {
                "filter": {"term": {"level": "Intro"}},
                "should": {"term": {"org.raw": "TideU"}},
                "minimum_should_match": 1,
            }
        },
        {1, 2},
    ),
    (
        {
            "bool": {
                "should": [{"term": {"level": "Intro"}}, {"term": {"org.raw": "TideU"}}, {"term": {"price": 49}}],
                "minimum_should_match": 2,
            }
        },
        {1, 2},
    ),
    (
        {
            "bool": {
                "should": [{"term": {"level": "Intro"}}, {"term": {"org.raw": "TideU"}}, {"term": {"price": 49}}],
                "minimum_should_match": "-1",
            }
        },
        {1, 2},
    ),
    ({"bool": {"should": [{"term": {"level": "Intro"}}], "minimum_should_match": 2}}, set()),
    ({"bool": {"should": [{"term": {"level": "Advanced"}}], "minimum_should_match": 0}}, {3, 6, 11}),
    ({"bool": {"must": [{"bool": {"should": [{"bool": {"must_not": {"exists": {"field": "org"}}}}]}}]}}, {10}),
    # term and terms
    ({"term": {"level": "Intro"}}, {1, 2, 4, 5, 8, 9, 10}),
    ({"term": {"level": {"value": "Intro", "boost": 2}}}, {1, 2, 4, 5, 8, 9, 10}),
    ({"term": {"level": "intro"}}, set()),
    ({"term": {"org": "TideU"}}, set()),
    ({"term": {"org": "tideu"}}, {1, 2}),
    ({"term": {"org.lower": "tideu"}}, {1, 2}),
    ({"term": {"about": "learning"}}, set()),
    ({"term": {"about": "learn"}}, {4, 6}),
    ({"term": {"price": 79}}, {1}),
    ({"term": {"price": "79"}}, {1}),
    ({"term": {"price": 79.5}}, set()),
    ({"term": {"rating": 4.5}}, {1, 6}),
    ({"term": {"open": True}}, {1, 2, 5, 6, 8, 9, 10, 12}),
    ({"term": {"open": "false"}}, {3, 4, 7, 11}),
    ({"term": {"starts": "2031-06-15"}}, {1, 8}),
    ({"term": {"starts": "2031-06-15T00:00:00Z"}}, {1}),
    ({"term": {"starts": 1939334400000}}, set()),
    ({"term": {"nosuch": "x"}}, set()),
    ({"term": {"skills.name": "diving"}}, set()),
    ({"terms": {"level": ["Intermediate", "Advanced"]}}, {3, 6, 7, 11, 12}),
    ({"terms": {"level": []}}, set()),
    ({"terms": {"org": ["tideu", "PeakX"]}}, {1, 2}),
    ({"terms": {"price": [79, "49"]}}, {1, 2}),
    ({"terms": {"open": ["false"]}}, {3, 4, 7, 11}),
    ({"terms": {"starts": ["2031-06-15", "2031-10-01"]}}, {1, 8, 9}),
    ({"terms": {"nosuch": ["x"]}}, set()),
    ({"bool": {"must_not": {"terms": {"level": []}}}}, EVERYTHING),
    # range
    ({"range": {"price": {"gte": 49, "lt": 99}}}, {1, 2}),
    ({"range": {"price": {"gt": 49, "lte": 99}}}, {1, 5, 12}),
    ({"range": {"price": {"gt": "48.5", "lt": "49.5"}}}, {2}),
    ({"range": {"price": {"gte": None, "lte": 10}}}, {4, 10}),
    ({"range": {"rating": {"gt": 4.0, "lt": 5.0}}}, {1, 6}),
    ({"range": {"starts": {"gte": "2031-06-15", "lte": "2031-06-15"}}}, {1, 8}),
    ({"range": {"starts": {"gt": "2031-06-15"}}}, {5, 6, 9, 11, 12}),
    ({"range": {"starts": {"lt": "2030-12-31"}}}, {7}),
    ({"range": {"starts": {"lte": "2030-12-31"}}}, {3, 7}),
    ({"range": {"starts": {"lte": "2030-12-31T23:29"}}}, {7}),
    ({"range": {"starts": {"gte": "2031-10-01||/M", "lt": "2031-10-01||+1M/M"}}}, {9}),
    ({"range": {"starts": {"gte": "2031-11-11||-1d", "lte": "2031-11-11||+1d"}}}, {12}),
    ({"range": {"starts": {"gte": "2032"}}}, {5}),
    ({"range": {"starts": {"gte": "now-1y", "boost": "2.0"}}}, EVERYTHING - {4}),
    ({"range": {"level": {"gte": "Intro"}}}, {1, 2, 4, 5, 8, 9, 10}),
    ({"range": {"level": {"gt": "Advanced", "lt": "Intro"}}}, {7, 12}),
    ({"range": {"open": {"gte": True}}}, {1, 2, 5, 6, 8, 9, 10, 12}),
    ({"range": {"nosuch": {"gte": 1}}}, set()),
    # exists
    ({"exists": {"field": "org"}}, EVERYTHING - {10}),
    ({"exists": {"field": "starts"}}, EVERYTHING - {4}),
    ({"exists": {"field": "price"}}, EVERYTHING - {7}),
    ({"exists": {"field": "subjects"}}, EVERYTHING - {10}),
    ({"exists": {"field": "rating"}}, {1, 2, 3, 5, 6, 9, 11, 12}),
    ({"exists": {"field": "open"}}, EVERYTHING),
    ({"exists": {"field": "title.suggest"}}, EVERYTHING),
    ({"exists": {"field": "skills"}}, set()),
    ({"exists": {"field": "nosuch"}}, set()),
    # match
    ({"match": {"title": "ocean python"}}, {2, 5, 6}),
    ({"match": {"title": {"query": "ocean currents", "operator": "and"}}}, {2}),
    ({"match": {"title": {"query": "data science python", "minimum_should_match": 2}}}, {5}),
    ({"match": {"title": {"query": "data science python", "minimum_should_match": "34%"}}}, {5, 6, 12}),
    ({"match": {"title": "sea"}}, {2}),
    ({"match": {"title": "running"}}, {10}),
    ({"match": {"title": "ai society"}}, {7}),
    ({"match": {"title": {"query": "artificial intelligence", "operator": "and"}}}, {7}),
    ({"match": {"title.start": "Oc"}}, {2}),
    ({"match": {"title.start": "oxygen"}}, set()),
    ({"match": {"title.suggest": "REEF ecology"}}, {1}),
    ({"match": {"title.suggest": "reef"}}, set()),
    ({"match": {"level": "Intro"}}, {1, 2, 4, 5, 8, 9, 10}),
    ({"match": {"level": "Intro Advanced"}}, set()),
    ({"match": {"price": "79"}}, {1}),
    ({"match": {"price": {"query": "abc", "lenient": True}}}, set()),
    ({"match": {"open": "true"}}, {1, 2, 5, 6, 8, 9, 10, 12}),
    ({"match": {"starts": "2031-06-15"}}, {1, 8}),
    ({"match": {"about": "the"}}, set()),
    ({"match": {"about": {"query": "the", "zero_terms_query": "all"}}}, EVERYTHING),
    ({"match": {"about": ""}}, set()),
    ({"match": {"title": {"query": "ocaen", "fuzziness": "AUTO"}}}, {2}),
    ({"match": {"title": {"query": "ocxxn", "fuzziness": 1}}}, set()),
    ({"match": {"title": {"query": "ocxxn", "fuzziness": 2}}}, {2}),
    ({"match": {"title": {"query": "xcean", "fuzziness": 1, "prefix_length": 1}}}, set()),
    ({"match": {"nosuch": "x"}}, set()),
    # phrases
    ({"match_phrase": {"title": "data science"}}, {5}),
    ({"match_phrase": {"title": "science data"}}, set()),
    ({"match_phrase": {"title": {"query": "science data", "slop": 2}}}, {5}),
    ({"match_phrase": {"key": "TideU+MB210"}}, {1}),
    ({"match_phrase": {"key": "tideu"}}, {1, 2}),
    ({"match_phrase": {"key": "ByteU AI"}}, {7}),
    ({"match_phrase": {"about": "fish of the sea"}}, {1}),
    ({"match_phrase": {"about": "fish sea"}}, set()),
    ({"match_phrase": {"subjects": "Marine Science"}}, {1, 2}),
    ({"match_phrase": {"subjects": "Biology Marine"}}, set()),
    ({"match_phrase": {"level": "Intro"}}, {1, 2, 4, 5, 8, 9, 10}),
    ({"match_phrase": {"title": "sea currents"}}, {2}),
    ({"match_phrase": {"title": "ai and"}}, {7}),
    ({"match_phrase": {"title.start": "oc cu"}}, {2}),
    ({"match_phrase_prefix": {"title": "machine le"}}, {6}),
    ({"match_phrase_prefix": {"title": "pyth"}}, {5, 6}),
    ({"match_phrase_prefix": {"about": "fish of the s"}}, {1}),
    ({"match_phrase_prefix": {"title": "le machine"}}, set()),
    # multi_match
    ({"multi_match": {"query": "ocean", "fields": ["title", "about"]}}, {2}),
    ({"multi_match": {"query": "sea", "fields": ["title", "about"]}}, {1, 2, 8}),
    ({"multi_match": {"query": "data science", "fields": ["title", "about"], "type": "phrase"}}, {5}),
    ({"multi_match": {"query": "data sci", "fields": ["title", "about"], "type": "phrase_prefix"}}, {5}),
    ({"multi_match": {"query": "reef fish", "fields": ["title", "about"], "operator": "and"}}, set()),
    ({"multi_match": {"query": "tideu", "fields": ["key", "org*"]}}, {1, 2}),
    ({"multi_match": {"query": "79", "fields": []}}, {1}),
    ({"multi_match": {"query": "data science", "fields": [], "type": "phrase"}}, {5}),
    ({"multi_match": {"query": "reef", "fields": ["nosuch"]}}, set()),
    ({"multi_match": {"query": "reef", "fields": ["title", "price"], "lenient": True}}, {1}),
    # patterns
    ({"prefix": {"key.raw": "TideU"}}, {1, 2}),
    ({"prefix": {"key.raw": {"value": "tideu"}}}, set()),
    ({"prefix": {"title": "curr"}}, {2}),
    ({"wildcard": {"key.raw": "*+?????"}}, {1, 2, 12}),
    ({"wildcard": {"key.raw": {"value": "T*0"}}}, {1, 2}),
    ({"wildcard": {"key.raw": "*\\+JOG5"}}, {10}),
    ({"wildcard": {"title": "PYTH*"}}, set()),
    ({"regexp": {"key.raw": "TideU\\+[A-Z]{2}[0-9]+"}}, {1, 2}),
    ({"regexp": {"key.raw": "Tide"}}, set()),
    ({"regexp": {"title": "(reef|ocean)"}}, {1, 2}),
    ({"fuzzy": {"title": "ocaen"}}, {2}),
    ({"fuzzy": {"title": {"value": "ocaen", "transpositions": False, "fuzziness": 1}}}, set()),
    ({"fuzzy": {"level": {"value": "Intra", "fuzziness": 1}}}, {1, 2, 4, 5, 8, 9, 10}),
    # compounds
    ({"constant_score": {"filter": {"term": {"level": "Advanced"}}}}, {3, 6, 11}),
    ({"dis_max": {"queries": [{"term": {"price": 79}}, {"term": {"price": 49}}]}}, {1, 2}),
    ({"function_score": {"query": {"term": {"price": 79}}, "weight": 3}}, {1}),
    ({"function_score": {"query": {"term": {"level": "Advanced"}}, "weight": 3, "min_score": 1000}}, set()),
]


@pytest.mark.parametrize(("query", "expected"), CASES, ids=[str(query)[:90] for query, _ in CASES])
def test_finds(catalogue, query, expected):
    assert catalogue.found(query) == expected


@pytest.mark.parametrize(("query", "expected"), CASES, ids=[str(query)[:90] for query, _ in CASES])
def test_counts_the_same(catalogue, query, expected):
    assert catalogue.es.count(index=catalogue.index, query=query)["count"] == len(expected)


UNKNOWN = [
    ({"nosuch": {}}, "unknown query [nosuch]"),
    ({"match": {"title": {"query": "x", "nosuch": 1}}}, "[match] query does not support [nosuch]"),
    (
        {"match": {"title": "x", "about": "y"}},
        "[match] query doesn't support multiple fields, found [title] and [about]",
    ),
    ({"term": {"level": "x", "price": 1}}, "[term] query doesn't support multiple fields, found [level] and [price]"),
    (
        {"match": {"title": "x"}, "term": {"level": "y"}},
        "[match] malformed query, expected [END_OBJECT] but found [FIELD_NAME]",
    ),
    ({"range": {"price": {"gte": 1, "nosuch": 2}}}, "[range] query does not support [nosuch]"),
    ({"query_string": {"query": "x", "nosuch": 2}}, "[query_string] query does not support [nosuch]"),
    ({"terms": {"level": "Intro"}}, "[terms] query does not support [level]"),
    ({"function_score": {"functions": [{"filter": {"match_all": {}}}]}}, "missing a function"),
]


@pytest.mark.parametrize(("query", "reason"), UNKNOWN, ids=[reason for _, reason in UNKNOWN])
def test_what_cannot_be_understood_is_refused(catalogue, query, reason):
    with pytest.raises(BadRequestError) as caught:
        catalogue.found(query)
    assert caught.value.body["status"] == 400
    assert reason in caught.value.body["error"]["root_cause"][0]["reason"]


MISFITS = [
    ({"term": {"price": "abc"}}, 'failed to create query: For input string: "abc"'),
    ({"terms": {"price": [1, "abc"]}}, 'failed to create query: For input string: "abc"'),
    ({"range": {"price": {"gte": "abc"}}}, 'failed to create query: For input string: "abc"'),
    (
        {"range": {"price": {"gte": 99999999999}}},
        "failed to create query: Value [99999999999] is out of range for an integer",
    ),
    ({"term": {"open": "yes"}}, "failed to create query: Can't parse boolean value [yes], expected [true] or [false]"),
    (
        {"term": {"open": "True"}},
        "failed to create query: Can't parse boolean value [True], expected [true] or [false]",
    ),
    ({"term": {"open": "1"}}, "failed to create query: Can't parse boolean value [1], expected [true] or [false]"),
    (
        {"term": {"starts": "foo"}},
        "failed to parse date field [foo] with format [strict_date_optional_time||epoch_millis]",
    ),
    ({"range": {"starts": {"gte": "2031-13-45"}}}, "failed to parse date field [2031-13-45]"),
    ({"range": {"starts": {"gte": "2031-1-1"}}}, "failed to parse date field [2031-1-1]"),
    ({"match": {"price": "abc"}}, 'failed to create query: For input string: "abc"'),
    ({"prefix": {"price": "7"}}, "Can only use prefix queries on keyword, text and wildcard fields"),
    ({"wildcard": {"price": "7"}}, "Can only use wildcard queries on keyword, text and wildcard fields"),
    ({"regexp": {"price": "7"}}, "Can only use regexp queries on keyword and text fields"),
    ({"fuzzy": {"price": "7"}}, "Can only use fuzzy queries on keyword and text fields"),
    ({"range": {"title.suggest": {"gte": "a"}}}, "does not support range queries"),
    ({"match_phrase_prefix": {"level": "In"}}, "Can only use phrase prefix queries on text fields"),
    ({"regexp": {"key.raw": "("}}, "failed to create query"),
]


@pytest.mark.parametrize(("query", "reason"), MISFITS, ids=[str(query) for query, _ in MISFITS])
def test_values_that_do_not_fit_the_field_are_refused(catalogue, query, reason):
    with pytest.raises(BadRequestError) as caught:
        catalogue.found(query)
    error = caught.value.body["error"]
    assert error["type"] == "search_phase_execution_exception"
    assert reason in error["root_cause"][0]["reason"]
    assert error["failed_shards"][0]["index"] == catalogue.index


def test_now_is_the_present(catalogue):
    assert catalogue.found({"range": {"starts": {"lt": "now-100y"}}}) == set()
    assert catalogue.found({"range": {"starts": {"lt": "now+100y"}}}) == EVERYTHING - {4}


def test_synonyms_share_a_position_and_other_terms_stay_whole(es, name):
    """Also where a term holds the letter that stands for its field, the first of which is U+4E00, in the index."""
    es.indices.create(
        index=name,
        settings={
            "analysis": {
                "filter": {"alike": {"type": "synonym", "synonyms": ["a, b"]}},
                "analyzer": {"alike": {"tokenizer": "whitespace", "filter": ["alike"]}},
            }
        },
        mappings={"properties": {"t": {"type": "text", "analyzer": "alike", "search_analyzer": "whitespace"}}},
    )
    lines = []
    for doc_id, text in {"1": "x a y", "2": "a\u4e00b", "3": "x a a\u4e00b"}.items():
        lines += [{"index": {"_index": name, "_id": doc_id}}, {"t": text}]
    es.bulk(operations=lines, refresh=True)

    def found(query):
        return {hit["_id"] for hit in es.search(index=name, query=query)["hits"]["hits"]}

    assert found({"term": {"t": "a"}}) == found({"term": {"t": "b"}}) == {"1", "3"}
    assert found({"term": {"t": "a\u4e00b"}}) == {"2", "3"}
    for phrase in ("x a y", "x b y"):
        assert found({"match_phrase": {"t": phrase}}) == {"1"}
    assert found({"match_phrase": {"t": "a b"}}) == set()
