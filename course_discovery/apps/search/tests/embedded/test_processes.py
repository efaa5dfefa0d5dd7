"""What only the engine on disk has to stand: several processes, sudden death, locks."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import filelock
import pytest
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from course_discovery.apps.search.embedded import EmbeddedNode, node_config
from course_discovery.apps.search.embedded.index.store import DiskIndexStore
from course_discovery.apps.search.embedded.rest import engine

PREAMBLE = """
import sys
from elasticsearch import Elasticsearch
from course_discovery.apps.search.embedded import EmbeddedNode, node_config

es = Elasticsearch(hosts=[node_config(sys.argv[1])], node_class=EmbeddedNode)


def put(first, count, **fields):
    lines = []
    for number in range(first, first + count):
        lines.append({"index": {"_index": "books", "_id": str(number)}})
        lines.append({"n": number, "t": f"word w{number % 7}", **fields})
    answer = es.bulk(operations=lines, refresh=True)
    assert not answer["errors"], answer
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "engine"


@pytest.fixture
def client(folder) -> Elasticsearch:
    return connect(folder)


def connect(folder: Path, **options) -> Elasticsearch:
    return Elasticsearch(
        hosts=[node_config(folder, **options)], node_class=EmbeddedNode, retry_on_status=(), max_retries=0
    )


def run(folder: Path, script: str) -> "subprocess.Popen[str]":
    """A process that runs ``script`` after the preamble; it speaks through its standard output."""
    code = PREAMBLE + textwrap.dedent(script)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def finish(process: "subprocess.Popen[str]") -> str:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return output


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def say(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def forget_engines() -> None:
    """As a new process would find it."""
    engine._engines.clear()


def put(client: Elasticsearch, first: int, count: int) -> None:
    lines = []
    for number in range(first, first + count):
        lines += [{"index": {"_index": "books", "_id": str(number)}}, {"n": number, "t": f"word w{number % 7}"}]
    assert not client.bulk(operations=lines, refresh=True)["errors"]


def check_consistent(client: Elasticsearch, expected: int) -> None:
    """Terms, columns and sources all tell of the same documents."""
    assert client.count(index="books")["count"] == expected
    assert client.count(index="books", query={"match": {"t": "word"}})["count"] == expected
    assert client.count(index="books", query={"range": {"n": {"gte": 0}}})["count"] == expected
    hits = client.search(index="books", query={"match": {"t": "word"}}, size=10_000, sort=["n"])["hits"]["hits"]
    assert [hit["_source"]["n"] for hit in hits] == [hit["sort"][0] for hit in hits]
    assert len({hit["_id"] for hit in hits}) == expected


def test_a_reader_sees_what_another_process_commits(folder, client):
    writer = run(
        folder,
        """
        for batch in range(4):
            sys.stdin.readline()
            put(batch * 10, 10)
            print("written", flush=True)
        sys.stdin.readline()
        es.delete(index="books", id="3", refresh=True)
        put(5, 1, changed=True)
        es.indices.put_alias(index="books", name="library")
        print("changed", flush=True)
        """,
    )
    for batch in range(4):
        say(writer)
        assert line(writer) == "written"
        check_consistent(client, (batch + 1) * 10)
    say(writer)
    assert line(writer) == "changed"
    assert client.count(index="library")["count"] == 39
    assert client.get(index="library", id="5")["_source"]["changed"] is True
    assert client.count(index="books", query={"term": {"changed": True}})["count"] == 1
    finish(writer)


def test_a_killed_writer_leaves_the_last_commit(folder, client):
    writer = run(
        folder,
        """
        batch = 0
        while True:
            put(batch * 50, 50)
            batch += 1
            print(batch, flush=True)
        """,
    )
    while int(line(writer)) < 3:
        pass
    time.sleep(0.02)
    writer.send_signal(signal.SIGKILL)
    rest = writer.communicate()[0].split()
    reported = int(rest[-1]) if rest else 3
    count = client.count(index="books")["count"]
    assert count % 50 == 0
    assert count // 50 in (reported, reported + 1)
    check_consistent(client, count)
    put(client, count, 10)
    check_consistent(client, count + 10)


@pytest.mark.parametrize("step", ["save_chunk", "write_commit"])
def test_a_write_that_dies_between_its_steps_never_was(folder, client, monkeypatch, step):
    put(client, 0, 20)

    def die(*args):
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(DiskIndexStore, step, die)
        with pytest.raises(SystemExit):
            put(client, 10, 20)
    check_consistent(client, 20)
    forget_engines()
    fresh = connect(folder)
    check_consistent(fresh, 20)
    put(fresh, 15, 10)
    check_consistent(fresh, 25)
    forget_engines()
    check_consistent(connect(folder), 25)


def test_everything_is_there_after_a_restart(folder, client):
    client.indices.create(
        index="books", mappings={"properties": {"n": {"type": "integer"}}}, settings={"max_result_window": 7}
    )
    client.indices.put_alias(index="books", name="library")
    put(client, 0, 30)
    for number in range(0, 30, 3):
        client.delete(index="books", id=str(number), refresh=True)
    forget_engines()
    fresh = connect(folder)
    assert fresh.count(index="library")["count"] == 20
    assert (
        fresh.count(index="library", query={"match": {"t": "w1"}})["count"]
        == client.count(index="books", query={"match": {"t": "w1"}})["count"]
    )
    with pytest.raises(ApiError):
        fresh.search(index="library", size=8)
    assert fresh.index(index="library", id="1", document={"n": 1}, refresh=True)["_version"] == 2


def test_a_write_waits_for_the_lock_but_not_for_ever(folder):
    client = connect(folder, lock_timeout=0.2)
    put(client, 0, 5)
    lock = filelock.FileLock(folder / "write.lock")
    with lock:
        started = time.monotonic()
        with pytest.raises(ApiError) as caught:
            client.index(index="books", id="9", document={"n": 9})
        assert caught.value.meta.status == 503
        assert caught.value.body["error"]["type"] == "process_cluster_event_timeout_exception"
        assert 0.1 < time.monotonic() - started < 5
        assert client.count(index="books")["count"] == 5
    client.index(index="books", id="9", document={"n": 9}, refresh=True)
    assert client.count(index="books")["count"] == 6


def test_the_lock_of_a_killed_process_is_free(folder):
    client = connect(folder, lock_timeout=5)
    put(client, 0, 5)
    holder = run(
        folder,
        """
        import filelock, pathlib, time
        with filelock.FileLock(pathlib.Path(sys.argv[1]) / "write.lock"):
            print("held", flush=True)
            time.sleep(60)
        """,
    )
    assert line(holder) == "held"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    client.index(index="books", id="9", document={"n": 9}, refresh=True)
    assert client.count(index="books")["count"] == 6


def test_an_alias_swap_is_seen_whole(folder, client):
    """A reader in another process finds the alias at every moment, on exactly one index."""
    for index, count in (("books-1", 3), ("books-2", 5)):
        lines = [
            line for number in range(count) for line in ({"index": {"_index": index, "_id": number}}, {"n": number})
        ]
        client.bulk(operations=lines, refresh=True)
    client.indices.put_alias(index="books-1", name="books")
    reader = run(
        folder,
        """
        import time
        seen = set()
        print("ready", flush=True)
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            seen.add(es.count(index="books")["count"])
        print(sorted(seen), flush=True)
        """,
    )
    assert line(reader) == "ready"
    until = time.monotonic() + 1.0
    turn = 0
    while time.monotonic() < until:
        turn = 1 - turn
        client.indices.update_aliases(actions=[
            {"remove": {"alias": "books", "index": "books-*"}},
            {"add": {"alias": "books", "index": f"books-{turn + 1}"}},
        ])  # fmt: skip
    assert finish(reader).strip() == "[3, 5]"


def test_a_deleted_index_does_not_break_its_readers(folder, client):
    put(client, 0, 50)
    reader = run(
        folder,
        """
        from elasticsearch import NotFoundError
        from course_discovery.apps.search.embedded.rest import engine
        print(es.count(index="books")["count"], flush=True)
        cluster = next(iter(engine._engines.values()))
        snapshot = cluster.indices["books"].shard.snapshot()
        sys.stdin.readline()
        print(len(snapshot.sources([0, 49])), snapshot.column("n").values.sum(), flush=True)
        try:
            es.count(index="books")
        except NotFoundError as error:
            print(error.body["error"]["type"], flush=True)
        put(0, 3)
        print(es.count(index="books")["count"], flush=True)
        """,
    )
    assert line(reader) == "50"
    client.indices.delete(index="books")
    say(reader)
    assert finish(reader).split("\n")[:3] == ["2 1225", "index_not_found_exception", "3"]
    assert client.count(index="books")["count"] == 3


def test_writers_of_two_processes_take_turns(folder, client):
    client.indices.create(index="books")
    writers = [
        run(folder, f"for batch in range(5): put({start} + batch * 10, 10)\nprint('done')") for start in (0, 1000)
    ]
    for number in range(2000, 2010):
        put(client, number, 1)
    for writer in writers:
        assert finish(writer).strip() == "done"
    check_consistent(client, 110)


def test_threads_read_while_others_write(client):
    put(client, 0, 10)
    problems: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                answer = client.search(index="books", query={"match": {"t": "word"}}, size=1000)
                numbers = {hit["_source"]["n"] for hit in answer["hits"]["hits"]}
                assert len(numbers) == answer["hits"]["total"]["value"] >= 10
        except BaseException as error:
            problems.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(10, 40):
        put(client, number - 5, 10)
    stop.set()
    for reader in readers:
        reader.join()
    assert not problems
    check_consistent(client, 44)


def test_old_chunks_and_documents_do_not_pile_up(folder, client):
    for number in range(30):
        put(client, number % 4, 4)
    assert len(list(folder.glob("indices/*/*.chunk"))) < 8
    check_consistent(client, 7)


def test_missing_index_of_an_empty_folder(client):
    with pytest.raises(NotFoundError):
        client.search(index="books")
    assert client.indices.get(index="*") == {}
