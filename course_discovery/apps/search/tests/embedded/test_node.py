"""The door of the embedded engine: how clients reach it, and that nothing but answers comes out."""

import json
import subprocess
import sys
import uuid

import pytest
from elasticsearch import ApiError, Elasticsearch
from elasticsearch_dsl import Document, Keyword, Search, Text, connections

from course_discovery.apps.search.embedded import EmbeddedNode, node_config
from course_discovery.apps.search.embedded.search import execution


def connect(*args, **options) -> Elasticsearch:
    return Elasticsearch(hosts=[node_config(*args, **options)], node_class=EmbeddedNode)


def test_nodes_of_one_name_share_their_indexes():
    name = uuid.uuid4().hex
    connect(name=name).indices.create(index="books")
    assert connect(None, name=name).indices.exists(index="books")
    assert not connect(name=uuid.uuid4().hex).indices.exists(index="books")


def test_nodes_of_one_folder_share_their_indexes(tmp_path):
    connect(tmp_path / "a").indices.create(index="books")
    assert connect(str(tmp_path / "a")).indices.exists(index="books")
    assert connect(tmp_path / "b" / ".." / "a").indices.exists(index="books")
    assert not connect(tmp_path / "b").indices.exists(index="books")


def test_an_answer_looks_like_elasticsearch():
    node = EmbeddedNode(node_config(name="door"))
    meta, body = node.perform_request("GET", "/")
    assert (meta.status, meta.headers["x-elastic-product"]) == (200, "Elasticsearch")
    assert json.loads(body)["version"]["number"].startswith("8.")
    meta, body = node.perform_request("HEAD", "/nosuch")
    assert (meta.status, body) == (404, b"")


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("POST", "/_search", b"{"),
        ("POST", "/_search", b"[1]"),
        ("POST", "/_search", b"\xff\xfe"),
        ("POST", "/_search", b'{"query": {"term": 5}}'),
        ("POST", "/_search", b'{"aggs": [1]}'),
        ("POST", "/_bulk", b"\xff\n"),
        ("PUT", "/%2e%2e", b""),
        (
            "PUT",
            "/x",
            b'{"settings": {"analysis": {"analyzer": {"a": {"tokenizer": "standard", "filter": "nosuch"}}}}}',
        ),
        ("POST", "/_aliases", b'{"actions": [5]}'),
        ("DELETE", "/", b""),
        ("PATCH", "/x", b""),
        ("GET", "//", b""),
    ],
)
def test_nonsense_is_an_error_of_the_caller_or_harmless(method, target, body):
    meta, raw = EmbeddedNode(node_config(name="door")).perform_request(method, target, body)
    assert meta.status < 500
    assert meta.status == 200 or json.loads(raw)["status"] == meta.status


def test_a_fault_of_the_engine_is_an_answer_too(monkeypatch):
    def fail(*args):
        raise RuntimeError("broken")

    monkeypatch.setattr(execution, "search", fail)
    with pytest.raises(ApiError) as caught:
        connect(name="door").options(max_retries=0).search()
    assert caught.value.meta.status == 500


def test_the_dsl_library_works_with_it():
    connections.configure(default={"hosts": [node_config(name=uuid.uuid4().hex)], "node_class": EmbeddedNode})

    class Book(Document):
        title = Text(fields={"raw": Keyword()})

        class Index:
            name = "books"

    Book.init()
    Book(title="Reef Ecology", meta={"id": 1}).save(refresh=True)
    search = Search(index="books").query("match", title="reef")
    search.aggs.bucket("titles", "terms", field="title.raw")
    answer = search.execute()
    assert [hit.title for hit in answer] == ["Reef Ecology"]
    assert answer.aggregations.titles.buckets[0].key == "Reef Ecology"
    assert Book.get(id=1).title == "Reef Ecology"
    connections.remove_connection("default")


def test_the_package_stands_alone():
    """It imports nothing of Django, and nothing of ours outside itself."""
    code = (
        "import sys, course_discovery.apps.search.embedded\n"
        "ours = [m for m in sys.modules if m.startswith('course_discovery.')"
        " and not m.startswith('course_discovery.apps.search.embedded')]\n"
        "parents = {'course_discovery.apps', 'course_discovery.apps.search', 'course_discovery.celery'}\n"
        "print(sorted(set(ours) - parents))"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
