"""Documents: writing, reading back, bulk requests, mappings that grow."""

import gc
import json

import pytest
from elasticsearch import ApiError, BadRequestError, ConflictError, NotFoundError

from course_discovery.apps.search.embedded.index.terms import ChunkBuilder
from course_discovery.apps.search.tests.embedded.catalogue import create, put

SOURCES = [
    {},
    {"title": None},
    {"title": ["a", None, "b"], "price": None},
    {"title": 'Ünïcödé 😀 \u2028 " \\ /', "note": "tab\tnewline\n"},
    {"rating": 1.50, "price": 10**9, "big": 12345678901234567, "small": 1e-7, "neg": -0.5},
    {"skills": [{"name": "a", "category": {"name": "b", "deep": [{"x": None}]}}, {"name": None}]},
    {"subjects": [], "open": "true", "starts": "2031-01-01T00:00:00.123456+02:00"},
    {"obj": {"a": {"b": 1}}, "obj.c": 2},
]


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_a_source_comes_back_as_it_was(es, name, source):
    create(es, name)
    es.index(index=name, id="1", document=source, refresh=True)
    assert es.get(index=name, id="1")["_source"] == source
    assert es.search(index=name)["hits"]["hits"][0]["_source"] == source


def test_life_of_a_document(es, name):
    create(es, name)
    first = es.index(index=name, id="1", document={"price": 1}, refresh=True)
    assert (first["result"], first["_version"], first["_id"]) == ("created", 1, "1")
    second = es.index(index=name, id="1", document={"price": 2}, refresh=True)
    assert (second["result"], second["_version"]) == ("updated", 2)
    assert es.get(index=name, id="1")["_version"] == 2
    assert es.count(index=name)["count"] == 1
    assert es.count(index=name, query={"term": {"price": 1}})["count"] == 0
    gone = es.delete(index=name, id="1", refresh=True)
    assert (gone["result"], gone["_version"]) == ("deleted", 3)
    assert es.count(index=name)["count"] == 0
    assert not es.exists(index=name, id="1")
    with pytest.raises(NotFoundError):
        es.delete(index=name, id="1")
    with pytest.raises(NotFoundError) as caught:
        es.get(index=name, id="1")
    assert caught.value.body["found"] is False


def test_ids_are_strings(es, name):
    create(es, name)
    es.index(index=name, id=17, document={"price": 1}, refresh=True)
    assert es.get(index=name, id="17")["_id"] == "17"
    odd = "a/b?c=d é"
    es.index(index=name, id=odd, document={"price": 2}, refresh=True)
    assert es.get(index=name, id=odd)["_source"] == {"price": 2}


def test_an_id_is_made_up_when_none_is_given(es, name):
    create(es, name)
    made = es.index(index=name, document={"price": 1}, refresh=True)["_id"]
    assert es.get(index=name, id=made)["_source"] == {"price": 1}


def test_create_refuses_what_exists(es, name):
    create(es, name)
    es.create(index=name, id="1", document={"price": 1}, refresh=True)
    with pytest.raises(ConflictError, match="version_conflict_engine_exception"):
        es.create(index=name, id="1", document={"price": 2})
    assert es.get_source(index=name, id="1") == {"price": 1}


def test_many_at_once(es, name):
    create(es, name)
    put(es, name, {"1": {"price": 1}, "2": {"price": 2}})
    docs = es.mget(index=name, ids=["2", "3", "1"])["docs"]
    assert [(doc["_id"], doc["found"]) for doc in docs] == [("2", True), ("3", False), ("1", True)]
    assert es.mget(docs=[{"_index": name, "_id": "1", "_source": ["nosuch"]}])["docs"][0]["_source"] == {}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (True, {"a": 1, "b": {"c": 2, "d": [{"e": 3, "f": 4}]}, "bc": 5}),
        (["a"], {"a": 1}),
        (["b"], {"b": {"c": 2, "d": [{"e": 3, "f": 4}]}}),
        (["b.c"], {"b": {"c": 2}}),
        (["b.d.e"], {"b": {"d": [{"e": 3}]}}),
        (["b*"], {"b": {"c": 2, "d": [{"e": 3, "f": 4}]}, "bc": 5}),
        ("a", {"a": 1}),
        ({"includes": ["a", "b"], "excludes": ["b.d"]}, {"a": 1, "b": {"c": 2}}),
        ({"excludes": ["b"]}, {"a": 1, "bc": 5}),
        (["nosuch"], {}),
    ],
    ids=str,
)
def test_parts_of_a_source(es, name, chosen, expected):
    create(es, name)
    put(es, name, {"1": {"a": 1, "b": {"c": 2, "d": [{"e": 3, "f": 4}]}, "bc": 5}})
    assert es.search(index=name, source=chosen)["hits"]["hits"][0]["_source"] == expected


def test_parts_of_a_list_leave_nulls_out(es, name):
    create(es, name)
    put(es, name, {"1": {"b": [None, {"c": 1, "d": 2}, {"d": 3}], "a": [None, 1]}})
    hit = es.search(index=name, source=["a", "b.c"])["hits"]["hits"][0]
    assert hit["_source"] == {"a": [None, 1], "b": [{"c": 1}]}


def test_no_source_at_all(es, catalogue):
    assert "_source" not in es.search(index=catalogue.index, source=False)["hits"]["hits"][0]


def test_hits_name_their_index_and_id(es, catalogue):
    hit = es.search(index=catalogue.index, query={"term": {"price": 79}})["hits"]["hits"][0]
    assert (hit["_index"], hit["_id"], hit["_source"]["key"]) == (catalogue.index, "1", "TideU+MB210")


def bulk(es, lines, **params):
    body = "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)
    headers = {"accept": "application/json", "content-type": "application/x-ndjson"}
    return es.perform_request("POST", "/_bulk", params=params, headers=headers, body=body)


@pytest.mark.parametrize("refresh", ["true", "wait_for", ""])
def test_a_bulk_request_is_visible_on_return(es, name, refresh):
    create(es, name)
    answer = bulk(
        es,
        [
            {"index": {"_index": name, "_id": 1}}, {"price": 1},
            {"create": {"_index": name, "_id": "2"}}, {"price": 2},
            {"index": {"_index": name, "_id": "1"}}, {"price": 3},
            {"delete": {"_index": name, "_id": "2"}},
            {"index": {"_index": name}}, {"price": 5},
        ],
        refresh=refresh,
    )  # fmt: skip
    assert answer["errors"] is False
    assert [next(iter(item.values()))["status"] for item in answer["items"]] == [201, 201, 200, 200, 201]
    assert es.count(index=name)["count"] == 2
    assert es.get(index=name, id="1")["_source"] == {"price": 3}


def test_a_failing_action_does_not_stop_the_others(es, name):
    create(es, name)
    answer = bulk(
        es,
        [
            {"index": {"_index": name, "_id": 1}}, {"price": "abc"},
            {"index": {"_index": name, "_id": 2}}, {"price": 2},
            {"delete": {"_index": name, "_id": 3}},
            {"create": {"_index": name, "_id": 2}}, {"price": 4},
        ],
        refresh="true",
    )  # fmt: skip
    assert answer["errors"] is True
    items = [next(iter(item.values())) for item in answer["items"]]
    assert [item["status"] for item in items] == [400, 201, 404, 409]
    assert items[0]["error"]["type"] == "document_parsing_exception"
    assert "failed to parse field [price] of type [integer]" in items[0]["error"]["reason"]
    assert es.count(index=name)["count"] == 1


@pytest.mark.parametrize(
    "lines",
    [
        ["{nonsense\n", "{}\n"],
        [{"nosuch": {"_index": "x", "_id": 1}}, {}],
        [{"index": {"_index": "x", "nosuch": 1}}, {}],
        [{"index": {"_id": 1}}, {}],
        [{"delete": {"_index": "x"}}],
        [],
    ],
    ids=str,
)
def test_a_malformed_bulk_request_is_refused(es, lines):
    with pytest.raises(BadRequestError):
        bulk(es, lines)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", "abc"), ("price", {"a": 1}), ("price", True), ("price", 2**31), ("starts", "yesterday"),
        ("starts", "2031-02-30"), ("open", "yes"), ("open", 1), ("title", {"a": 1}), ("rating", "x"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused(es, name, field, value):
    create(es, name)
    with pytest.raises(BadRequestError):
        es.index(index=name, id="1", document={field: value})
    assert es.count(index=name)["count"] == 0


def test_strings_of_numbers_and_dates_in_milliseconds_fit(es, name):
    create(es, name)
    put(
        es,
        name,
        {"1": {"price": "12", "rating": "1.5", "starts": 1939334400000, "open": "true", "level": 5, "about": 7}},
    )
    for query in (
        {"term": {"price": 12}}, {"term": {"rating": 1.5}}, {"term": {"starts": "2031-06-16"}},
        {"term": {"open": True}}, {"term": {"level": "5"}}, {"match": {"about": "7"}},
    ):  # fmt: skip
        assert es.count(index=name, query=query)["count"] == 1, query


def test_a_number_loses_its_fraction_in_an_integer_field(es, name):
    create(es, name)
    put(es, name, {"1": {"price": 12.9}})
    assert es.count(index=name, query={"term": {"price": 12}})["count"] == 1


def test_unmapped_values_make_fields(es, name):
    es.indices.create(index=name)
    put(
        es,
        name,
        {"1": {"word": "Two Words", "whole": 5, "part": 0.5, "yes": True, "day": "2031-01-01", "in": {"side": "x"}}},
    )
    put(es, name, {"2": {"nothing": None, "empty": [], "later": ["a"]}})
    properties = es.indices.get_mapping(index=name)[name]["mappings"]["properties"]
    assert {key: value.get("type", "object") for key, value in properties.items()} == {
        "word": "text",
        "whole": "long",
        "part": "float",
        "yes": "boolean",
        "day": "date",
        "in": "object",
        "later": "text",
    }
    for query in (
        {"match": {"word": "words"}},
        {"term": {"word.keyword": "Two Words"}},
        {"range": {"whole": {"gt": 4}}},
        {"term": {"yes": True}},
        {"term": {"day": "2031-01-01"}},
        {"match": {"in.side": "x"}},
        {"exists": {"field": "in"}},
    ):
        assert es.count(index=name, query=query)["count"] == 1, query


@pytest.mark.parametrize(("dynamic", "accepted"), [("strict", False), (False, True), ("false", True)])
def test_growth_can_be_forbidden(es, name, dynamic, accepted):
    es.indices.create(index=name, mappings={"dynamic": dynamic, "properties": {"a": {"type": "keyword"}}})
    if accepted:
        es.index(index=name, id="1", document={"a": "x", "b": "y"}, refresh=True)
        assert es.count(index=name, query={"exists": {"field": "b"}})["count"] == 0
        assert set(es.indices.get_mapping(index=name)[name]["mappings"]["properties"]) == {"a"}
    else:
        with pytest.raises(BadRequestError, match="strict_dynamic_mapping_exception"):
            es.index(index=name, id="1", document={"a": "x", "b": "y"})


def test_long_keywords_can_be_left_out(es, name):
    es.indices.create(index=name, mappings={"properties": {"k": {"type": "keyword", "ignore_above": 3}}})
    put(es, name, {"1": {"k": "abc"}, "2": {"k": "abcd"}})
    assert [hit["_id"] for hit in es.search(index=name, query={"exists": {"field": "k"}})["hits"]["hits"]] == ["1"]


def test_a_completion_compares_at_most_fifty_letters(es, name):
    create(es, name)
    put(es, name, {"1": {"title": "a" * 50 + " tail"}, "2": {"title": "short one"}})
    assert es.count(index=name, query={"match": {"title.suggest": "a" * 50 + " tail"}})["count"] == 0
    assert es.count(index=name, query={"match": {"title.suggest": "a" * 50}})["count"] == 1


def test_writing_to_a_missing_index_makes_it(es, name):
    es.index(index=name, id="1", document={"a": 1}, refresh=True)
    assert es.count(index=name)["count"] == 1


def test_many_small_writes_and_overwrites(es, name):
    create(es, name)
    for number in range(40):
        es.index(index=name, id=str(number % 20), document={"price": number, "title": f"ocean w{number}"}, refresh=True)
    assert es.count(index=name)["count"] == 20
    hits = es.search(index=name, query={"match": {"title": "sea"}}, sort=["price"], size=50)["hits"]["hits"]
    assert [hit["sort"][0] for hit in hits] == list(range(20, 40))
    assert len({hit["_version"] for hit in es.search(index=name, version=True, size=50)["hits"]["hits"]}) == 1
    assert es.count(index=name, query={"match": {"title": "w19"}})["count"] == 0


NO_ALIAS = (
    "no such index [{0}] and [require_alias] request flag is [true] and [{0}] is not an alias",
    "index_not_found_exception",
)


def test_writes_may_require_an_alias(es, name):
    es.indices.create(index=name, aliases={f"{name}-alias": {}})
    answer = bulk(
        es,
        [
            {"index": {"_index": name, "_id": 1}}, {"price": 1},
            {"create": {"_index": f"{name}-new", "_id": 2}}, {"price": 2},
            {"index": {"_index": name, "_id": 3, "require_alias": False}}, {"price": 3},
            {"index": {"_index": f"{name}-alias", "_id": 4}}, {"price": 4},
            {"delete": {"_index": name, "_id": 3}},
        ],
        require_alias="true",
        refresh="true",
    )  # fmt: skip
    items = [next(iter(item.values())) for item in answer["items"]]
    assert [item["status"] for item in items] == [404, 404, 201, 201, 200]
    for item, index in zip(items, [name, f"{name}-new"], strict=False):
        assert (item["error"]["reason"], item["error"]["type"]) == (NO_ALIAS[0].format(index), NO_ALIAS[1])
        assert (item["error"]["index"], item["error"]["index_uuid"]) == (index, "_na_")
    assert not es.indices.exists(index=f"{name}-new")
    assert [hit["_id"] for hit in es.search(index=name)["hits"]["hits"]] == ["4"]


def test_one_action_may_require_an_alias(es, name):
    answer = bulk(es, [{"index": {"_index": name, "_id": 1, "require_alias": True}}, {"price": 1}])
    assert answer["items"][0]["index"]["error"]["reason"] == NO_ALIAS[0].format(name)
    with pytest.raises(NotFoundError) as error:
        es.index(index=name, id="1", document={"price": 1}, require_alias=True)
    assert error.value.body["error"]["reason"] == NO_ALIAS[0].format(name)


def test_a_large_bulk_request_keeps_what_stands_on_one_position(es, name):
    """Documents are handed over in batches, each with the synonyms that it stacks."""
    create(es, name)
    count = 1300
    lines = []
    for number in range(count):
        lines += [{"index": {"_index": name, "_id": number}}, {"title": f"ai w{number} sea"}]
    assert not bulk(es, lines, refresh="true")["errors"]
    for phrase in ("artificial intelligence", "ai", "ocean"):
        assert es.count(index=name, query={"match_phrase": {"title": phrase}})["count"] == count
    for number in (0, 499, 500, 501, 999, 1000, 1299):
        for phrase in (f"ai w{number} ocean", f"artificial w{number}", "artificial intelligence sea"):
            query = {"bool": {"must": {"match_phrase": {"title": phrase}}, "filter": {"ids": {"values": [number]}}}}
            assert es.count(index=name, query=query)["count"] == 1, phrase


@pytest.mark.embedded_only
def test_a_bulk_request_that_breaks_off_leaves_nothing(es, name, monkeypatch):
    create(es, name)
    lines = []
    for number in range(1100):
        lines += [{"index": {"_index": name, "_id": number}}, {"title": "sea"}]
    written = []

    def fail(*arguments):
        written.append(arguments)
        if len(written) == 1050:
            raise RuntimeError("out of order")
        return add(*arguments)

    add = ChunkBuilder.add
    monkeypatch.setattr(ChunkBuilder, "add", fail)
    with pytest.raises(ApiError, match="out of order"):
        bulk(es, lines)
    assert es.count(index=name, query={"match": {"title": "ocean"}})["count"] == 0
    monkeypatch.undo()
    assert not bulk(es, lines[:2000])["errors"]
    assert es.count(index=name, query={"match": {"title": "ocean"}})["count"] == 1000
    assert gc.isenabled()
