from unittest import mock

import pytest
from elastic_transport import ConnectionError as EngineConnectionError

from course_discovery.apps.search.connection import client_arguments, count, search
from course_discovery.apps.search.embedded import EmbeddedNode
from course_discovery.apps.search.errors import InvalidQuery, PartialAnswer, SearchUnavailable
from course_discovery.apps.search.tests.engine import alias_for, delete_all_indexes

ALIASES = (alias_for("course"), alias_for("course_run"))
EVERYTHING = {"query": {"match_all": {}}}


def test_an_address_is_a_cluster_with_a_timeout(settings):
    settings.ELASTICSEARCH_TIMEOUT = 7
    arguments = client_arguments({"hosts": "http://search.example.com:9200"})
    assert arguments == {"hosts": "http://search.example.com:9200", "request_timeout": 7}


def test_what_operators_configure_is_passed_on():
    arguments = client_arguments({"hosts": "http://search.example.com:9200", "request_timeout": 3, "api_key": "k"})
    assert (arguments["request_timeout"], arguments["api_key"]) == (3, "k")


def test_an_embedded_folder_is_the_engine_of_this_process(tmp_path):
    arguments = client_arguments({"hosts": f"embedded:{tmp_path}"})
    assert arguments["node_class"] is EmbeddedNode
    assert str(tmp_path) in arguments["hosts"][0].path_prefix


def test_an_answer_covers_all_aliases(search_index):
    assert search(ALIASES, EVERYTHING)["hits"]["total"]["value"] == 0
    assert count(ALIASES, EVERYTHING["query"]) == 0


def test_an_engine_that_cannot_be_reached_is_unavailable(search_index, caplog):
    gone = mock.patch("elasticsearch.Elasticsearch.search", side_effect=EngineConnectionError("gone"))
    with gone, pytest.raises(SearchUnavailable):
        search(ALIASES, EVERYTHING)
    assert "did not answer" in caplog.text


def test_a_missing_index_is_unavailable(search_index):
    delete_all_indexes()
    with pytest.raises(SearchUnavailable):
        count(ALIASES, EVERYTHING["query"])


def test_an_answer_without_all_shards_is_no_answer(search_index, caplog):
    partial = {"_shards": {"total": 2, "failed": 1}, "hits": {"total": {"value": 3}, "hits": []}}
    with mock.patch("elasticsearch.Elasticsearch.search", return_value=partial), pytest.raises(PartialAnswer):
        search(ALIASES, EVERYTHING)
    assert "failed on some shards" in caplog.text


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("(title:)", "Failed to parse query [(title:)]"),
        (
            "(key:a:b:c)",
            "Failed to parse query [(key:a:b:c)]. Put a value that contains a colon in quotes.",
        ),
    ],
)
def test_a_refusal_carries_the_engines_reason(search_index, query, reason):
    with pytest.raises(InvalidQuery) as refused:
        search(ALIASES, {"query": {"query_string": {"query": query}}}, query_field="query")
    assert (refused.value.field, refused.value.reason) == ("query", reason)
    assert refused.value.detail == (
        "Failed to make Elasticsearch request. Got exception: "
        f"RequestError(400, 'search_phase_execution_exception', 'Failed to parse query [{query}]')"
    )
