"""The embedded engine and Elasticsearch give one answer to thousands of searches made at random.

The embedded engine is what most installations search with, and what all other tests run on: where it answered
otherwise than a cluster, those tests would prove little. SEED decides documents and searches; a case that disagrees is
printed with its corpus and number, its request and both answers.
"""

import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from bin.stack.tests.comparison import differences
from bin.stack.tests.generated import corpora
from bin.stack.tests.generated.requests import Case, Requests
from course_discovery.apps.search.embedded import EmbeddedNode, node_config

SEED = os.environ.get("ENGINES_SEED", "1")
CORPORA = 10
CASES = 500
# After so many searches some documents change.
CASES_BETWEEN_CHANGES = 250
_JSON = "application/vnd.elasticsearch+json; compatible-with=8"
_NDJSON = "application/vnd.elasticsearch+x-ndjson; compatible-with=8"
SHOWN = 5


@pytest.fixture(autouse=True)
def _empty_cache():
    """Nothing here uses Django, its cache included."""


class Engine:
    """One of the two, by its REST interface, where errors are answers like others."""

    def __init__(self, client: Elasticsearch) -> None:
        self._client = client

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        """Status and body of the answer."""
        headers = {"accept": _JSON, "content-type": _NDJSON if isinstance(body, list) else _JSON}
        answer = self._client.transport.perform_request(method, f"/{path}", headers=headers, body=body)
        return answer.meta.status, answer.body


@pytest.fixture(scope="module")
def server() -> Iterator[Engine]:
    with Elasticsearch(os.environ["ELASTICSEARCH_URL"], request_timeout=60) as client:
        yield Engine(client)


@pytest.fixture
def embedded(tmp_path) -> Engine:
    return Engine(Elasticsearch(hosts=[node_config(tmp_path)], node_class=EmbeddedNode))


@pytest.mark.parametrize("number", range(CORPORA))
def test_both_engines_give_the_same_answers(embedded, server, number):
    made = corpora.corpus(Random(f"{SEED}/{number}"), f"agree-{uuid.uuid4().hex[:10]}")
    disagreements: list[str] = []
    try:
        for engine in (embedded, server):
            _fill(engine, made)
        for at in range(CASES):
            rng = Random(f"{SEED}/{number}/{at}")
            if at and at % CASES_BETWEEN_CHANGES == 0:
                disagreements += _change(embedded, server, made, rng)
            case = Requests(rng, made).case()
            found = _compare(embedded, server, case)
            if found:
                disagreements.append(f"seed {SEED}, corpus {number}, case {at} ({case.kind})\n{found}")
    finally:
        _empty(server, made)
    assert not disagreements, "\n\n".join([f"{len(disagreements)} disagreements:", *disagreements[:SHOWN]])


def _fill(engine: Engine, made: corpora.Corpus) -> None:
    for index in made.indexes:
        settings = {"number_of_shards": 1, "number_of_replicas": 0, "analysis": corpora.ANALYSIS}
        body = {"settings": settings, "mappings": index.mappings, "aliases": {made.alias: {}}}
        status, answer = engine.ask("PUT", index.name, body)
        assert status == 200, answer
    lines: list[Any] = []
    for index in made.indexes:
        for doc_id, source in index.documents.items():
            lines += [{"index": {"_index": index.name, "_id": doc_id}}, source]
    _, answer = engine.ask("POST", "_bulk?refresh=true", lines)
    assert not answer["errors"], answer


def _empty(engine: Engine, made: corpora.Corpus) -> None:
    engine.ask("DELETE", ",".join(index.name for index in made.indexes))


def _change(embedded: Engine, server: Engine, made: corpora.Corpus, rng: Random) -> list[str]:
    """Change some documents in both; the lines of the answers that differ."""
    lines = corpora.changes(rng, made)
    answers = [_outcomes(engine.ask("POST", "_bulk?refresh=true", lines)[1]) for engine in (embedded, server)]
    # Documents that were replaced or deleted count in a cluster's statistics until segments are merged, and for a while
    # it keeps them even then.
    _empty(server, made)
    _fill(server, made)
    return [f"bulk: {one} != {other}" for one, other in zip(*answers, strict=True) if one != other]


def _outcomes(answer: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (item["_id"], item["status"], item.get("result"), item.get("error", {}).get("type"))
        for line in answer["items"]
        for item in line.values()
    ]


def _is_left_out(embedded: Engine, server: Engine, case: Case, found: list[str]) -> bool:
    """Whether the engines differ only in what fails on several indexes, and agree on each by itself.

    Whether Elasticsearch leaves an index that cannot have hits out of a search, and with it the errors it would give,
    depends on which of the indexes answers first.
    """
    if len(case.indexes) == 1 or not all(difference.startswith(("_shards.", "status:")) for difference in found):
        return False
    return not any(_compare(embedded, server, replace(case, target=name, indexes=(name,))) for name in case.indexes)


def _compare(embedded: Engine, server: Engine, case: Case) -> str:
    """Ask both, page by page; what differs, with request and answers."""
    path = f"{case.target}/{case.call}"
    bodies = [case.body, case.body]
    for page in range(case.pages):
        asked = [engine.ask("POST", path, body) for engine, body in zip((embedded, server), bodies, strict=True)]
        (status, one), (other_status, other) = asked
        found = differences(bodies[0], (status, other_status), one, other)
        if case.kind == "malformed" and status == other_status == 400:
            # Each engine tells in words of its own what is wrong with the form of a request.
            found = []
        if found and not _is_left_out(embedded, server, case, found):
            shown = "\n".join(f"  {difference[:1500]}" for difference in found[:4])
            answers = [json.dumps(answer, ensure_ascii=False)[:600] for answer in (one, other)]
            return (
                f"POST /{path} {json.dumps(bodies[0], ensure_ascii=False)}\n"
                f"embedded != elasticsearch in {len(found)} points, among them\n{shown}\n"
                f"embedded: {answers[0]}\nelasticsearch: {answers[1]}"
            )
        hits = [answer.get("hits", {}).get("hits") for answer in (one, other)]
        if found or page + 1 == case.pages or not all(hits):
            break
        bodies = [case.body | {"search_after": own[-1]["sort"]} for own in hits]
    return ""
