"""Indexes: create, delete, settings, mappings, aliases, and what a client asks of a cluster."""

import pytest
from elasticsearch import ApiError, BadRequestError, NotFoundError

from course_discovery.apps.search.tests.embedded.catalogue import ANALYSIS, MAPPINGS, create, put


def test_the_client_takes_it_for_elasticsearch(es):
    assert es.info()["version"]["number"].split(".")[0] in ("8", "9")
    assert es.ping()


def test_create_and_delete(es, name):
    assert not es.indices.exists(index=name)
    answer = es.indices.create(index=name)
    assert (answer["acknowledged"], answer["index"]) == (True, name)
    assert es.indices.exists(index=name)
    assert es.indices.delete(index=name)["acknowledged"]
    assert not es.indices.exists(index=name)
    with pytest.raises(NotFoundError, match="index_not_found_exception"):
        es.indices.delete(index=name)
    assert es.options(ignore_status=404).indices.delete(index=name).meta.status == 404


def test_a_name_is_taken_once(es, name):
    es.indices.create(index=name)
    with pytest.raises(BadRequestError, match="resource_already_exists_exception"):
        es.indices.create(index=name)


@pytest.mark.parametrize("bad", ["Upper", "has space", "-dash", "a,b", "a#b"])
def test_bad_names(es, bad):
    with pytest.raises(BadRequestError, match="invalid_index_name_exception"):
        es.indices.create(index=bad)


def test_delete_a_list(es, name):
    for suffix in ("a", "b", "c"):
        es.indices.create(index=f"{name}-{suffix}")
    es.indices.delete(index=f"{name}-a,{name}-b")
    assert set(es.indices.get(index=f"{name}-*")) == {f"{name}-c"}


# A server refuses patterns by default.
@pytest.mark.embedded_only
def test_delete_a_pattern(es, name):
    for suffix in ("a", "b"):
        es.indices.create(index=f"{name}-{suffix}")
    es.indices.delete(index=f"{name}-*")
    assert es.indices.get(index=f"{name}-*") == {}


def test_nothing_is_deleted_when_one_name_is_missing(es, name):
    es.indices.create(index=name)
    with pytest.raises(NotFoundError):
        es.indices.delete(index=f"{name},{name}-nosuch")
    assert es.indices.exists(index=name)


def test_what_an_index_was_made_with(es, name):
    mappings = {**MAPPINGS, "_meta": {"written_by": "tests"}}
    es.indices.create(
        index=name, settings={"analysis": ANALYSIS, "index": {"max_result_window": 123}}, mappings=mappings
    )
    whole = es.indices.get(index=name)[name]
    assert whole["aliases"] == {}
    assert whole["mappings"]["_meta"] == {"written_by": "tests"}
    assert whole["mappings"]["properties"]["key"] == MAPPINGS["properties"]["key"]
    assert whole["settings"]["index"]["max_result_window"] == "123"
    assert whole["settings"]["index"]["provided_name"] == name
    assert es.indices.get_mapping(index=name)[name]["mappings"] == whole["mappings"]
    assert es.indices.get_settings(index=name)[name]["settings"] == whole["settings"]


def test_a_mapping_grows(es, name):
    create(es, name)
    put(es, name, {"1": {"extra": "Two Words"}})
    es.indices.put_mapping(index=name, properties={"more": {"type": "keyword"}}, meta={"step": 2})
    mapping = es.indices.get_mapping(index=name)[name]["mappings"]
    assert mapping["properties"]["more"] == {"type": "keyword"}
    assert mapping["_meta"] == {"step": 2}
    put(es, name, {"2": {"more": "x"}})
    assert es.count(index=name, query={"term": {"more": "x"}})["count"] == 1
    assert es.count(index=name, query={"match": {"extra": "words"}})["count"] == 1


def test_a_field_keeps_its_type(es, name):
    create(es, name)
    with pytest.raises(BadRequestError, match="cannot be changed from type"):
        es.indices.put_mapping(index=name, properties={"price": {"type": "keyword"}})


@pytest.mark.parametrize(
    "properties",
    [
        {"a": {"type": "nosuch"}},
        {"a": {}},
        {"a": {"type": "text", "analyzer": "nosuch"}},
        {"a": {"type": "keyword", "nosuch": 1}},
        {"a": {"type": "date", "format": "nosuch pattern"}},
    ],
    ids=str,
)
def test_wrong_mappings(es, name, properties):
    with pytest.raises(BadRequestError, match="mapper_parsing_exception"):
        es.indices.create(index=name, mappings={"properties": properties})
    assert not es.indices.exists(index=name)


@pytest.mark.parametrize("settings", [{"nosuch": 1}, {"index": {"nosuch": 1}}, {"index.nosuch": 1}])
def test_unknown_settings(es, name, settings):
    with pytest.raises(BadRequestError, match="nosuch"):
        es.indices.create(index=name, settings=settings)


def test_settings_of_a_live_index(es, name):
    create(es, name)
    es.indices.put_settings(index=name, settings={"index": {"max_result_window": 77, "number_of_replicas": 0}})
    assert es.indices.get_settings(index=name)[name]["settings"]["index"]["max_result_window"] == "77"
    es.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": None})
    with pytest.raises(BadRequestError):
        es.indices.put_settings(index=name, settings={"index": {"number_of_shards": 5}})


def test_refresh_and_health(es, name):
    create(es, name)
    assert es.indices.refresh(index=name)["_shards"]["failed"] == 0
    assert es.cluster.health(index=name, wait_for_status="yellow")["status"] in ("green", "yellow")
    with pytest.raises(NotFoundError):
        es.indices.refresh(index=f"{name}-nosuch")


def test_alias_life(es, name):
    create(es, f"{name}-1")
    create(es, f"{name}-2")
    alias = f"{name}-now"
    assert not es.indices.exists_alias(name=alias)
    es.indices.update_aliases(actions=[
        {"remove": {"alias": alias, "index": f"{name}-*"}}, {"add": {"alias": alias, "index": f"{name}-1"}},
    ])  # fmt: skip
    assert es.indices.exists_alias(name=alias)
    assert es.indices.get_alias(name=alias) == {f"{name}-1": {"aliases": {alias: {}}}}
    put(es, alias, {"1": {"price": 1}})
    assert es.search(index=alias)["hits"]["hits"][0]["_index"] == f"{name}-1"
    es.indices.update_aliases(actions=[
        {"remove": {"alias": alias, "index": f"{name}-*"}}, {"add": {"alias": alias, "index": f"{name}-2"}},
    ])  # fmt: skip
    assert es.indices.get_alias(name=alias) == {f"{name}-2": {"aliases": {alias: {}}}}
    assert es.count(index=alias)["count"] == 0
    assert es.indices.get_alias(index=f"{name}-1") == {f"{name}-1": {"aliases": {}}}
    assert es.indices.get_alias(index=f"{name}-2") == {f"{name}-2": {"aliases": {alias: {}}}}
    assert alias in es.indices.get_alias()[f"{name}-2"]["aliases"]
    assert es.indices.get_mapping(index=alias)[f"{name}-2"]["mappings"]["properties"]["level"] == {"type": "keyword"}
    es.indices.delete(index=f"{name}-2")
    assert not es.indices.exists_alias(name=alias)


def test_missing_aliases(es, name):
    create(es, name)
    with pytest.raises(NotFoundError) as caught:
        es.indices.get_alias(name=f"{name}-nosuch")
    assert caught.value.body == {"error": f"alias [{name}-nosuch] missing", "status": 404}
    with pytest.raises(NotFoundError):
        es.indices.get_alias(index=f"{name}-nosuch")
    with pytest.raises(NotFoundError):
        es.indices.update_aliases(actions=[{"remove": {"alias": f"{name}-nosuch", "index": name}}])
    with pytest.raises(NotFoundError):
        es.indices.update_aliases(actions=[{"add": {"alias": f"{name}-x", "index": f"{name}-nosuch"}}])


def test_alias_actions_are_all_or_nothing(es, name):
    create(es, name)
    with pytest.raises(ApiError):
        es.indices.update_aliases(actions=[
            {"add": {"alias": f"{name}-x", "index": name}}, {"add": {"alias": f"{name}-y", "index": f"{name}-nosuch"}},
        ])  # fmt: skip
    assert not es.indices.exists_alias(name=f"{name}-x")


def test_an_alias_cannot_hide_an_index(es, name):
    create(es, f"{name}-1")
    create(es, f"{name}-2")
    with pytest.raises(BadRequestError, match="invalid_alias_name_exception"):
        es.indices.put_alias(index=f"{name}-1", name=f"{name}-2")
    with pytest.raises(BadRequestError):
        es.indices.update_aliases(actions=[{"nosuch": {}}])


def test_an_index_can_be_swapped_for_its_alias(es, name):
    create(es, f"{name}-old")
    create(es, f"{name}-new")
    es.indices.put_alias(index=f"{name}-old", name=f"{name}-a")
    es.indices.update_aliases(actions=[
        {"add": {"alias": f"{name}-a", "index": f"{name}-new"}}, {"remove_index": {"index": f"{name}-old"}},
    ])  # fmt: skip
    assert es.indices.get_alias(name=f"{name}-a") == {f"{name}-new": {"aliases": {f"{name}-a": {}}}}
    assert not es.indices.exists(index=f"{name}-old")


def test_an_alias_is_no_index(es, name):
    create(es, f"{name}-1")
    es.indices.put_alias(index=f"{name}-1", name=f"{name}-a")
    assert es.indices.exists(index=f"{name}-a")
    with pytest.raises(BadRequestError, match="matches an alias"):
        es.indices.delete(index=f"{name}-a")
    es.indices.delete_alias(index=f"{name}-1", name=f"{name}-a")
    assert not es.indices.exists_alias(name=f"{name}-a")


def test_writing_to_an_alias_of_two_indexes_is_refused(es, name):
    for suffix in ("1", "2"):
        create(es, f"{name}-{suffix}")
        es.indices.put_alias(index=f"{name}-{suffix}", name=f"{name}-a")
    with pytest.raises(BadRequestError, match="no write index is defined"):
        es.index(index=f"{name}-a", id="1", document={})


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/_nosuch"), ("GET", "/x/_nosuch"), ("GET", "/_nosuch/x")],
)
def test_unknown_calls(es, method, path):
    with pytest.raises(ApiError) as caught:
        es.perform_request(method, path, headers={"accept": "application/json", "content-type": "application/json"})
    assert caught.value.meta.status in (400, 404, 405)


def test_unknown_parameters(es, catalogue):
    headers = {"accept": "application/json", "content-type": "application/json"}
    with pytest.raises(BadRequestError, match="contains unrecognized parameter"):
        es.perform_request("POST", f"/{catalogue.index}/_search", params={"nosuch": 1}, headers=headers, body={})
    with pytest.raises(BadRequestError):
        es.perform_request("POST", f"/{catalogue.index}/_search", headers=headers, body={"nosuch": 1})


@pytest.mark.embedded_only
@pytest.mark.parametrize(
    "body", [{"highlight": {"fields": {"title": {}}}}, {"collapse": {"field": "level"}}, {"suggest": {}}]
)
def test_unsupported_parts_of_a_search_are_refused(es, catalogue, body):
    with pytest.raises(BadRequestError, match="parsing_exception"):
        es.perform_request(
            "POST",
            f"/{catalogue.index}/_search",
            headers={"accept": "application/json", "content-type": "application/json"},
            body=body,
        )


@pytest.mark.embedded_only
@pytest.mark.parametrize("query", [{"nested": {"path": "skills", "query": {"match_all": {}}}}, {"more_like_this": {}}])
def test_unsupported_queries_are_refused(es, catalogue, query):
    with pytest.raises(BadRequestError, match="unknown query"):
        es.search(index=catalogue.index, query=query)
