"""A rebuild of 20,000 documents while others search and write: no search fails, and no document is missing.

Everything happens in processes of its own, as in production, where only the database and the engine know of each other.
"""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from bin.stack.tests.load import COURSES, RUNS_EACH

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def running(variables: dict[str, str], *arguments: str):
    """Run a process of this service, and kill it if the test ends before it."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def finished(process: subprocess.Popen, seconds: int = 600) -> str:
    output, errors = process.communicate(timeout=seconds)
    assert process.returncode == 0, f"{process.args}\n{output[-2000:]}\n{errors[-4000:]}"
    return output


def manage(variables: dict[str, str], *arguments: str, seconds: int = 600) -> str:
    with running(variables, "manage.py", *arguments) as process:
        return finished(process, seconds)


def load(variables: dict[str, str], *arguments: str):
    return running(variables, "-m", "bin.stack.tests.load", *arguments)


def rebuild_under_load(variables: dict[str, str], stop: Path) -> None:
    """Build the indexes of the filled database, and then once more under load, which ends when there is `stop`."""
    manage(variables, "update_index", "--disable-change-limit")
    with (
        load(variables, "read", str(stop)) as first_reader,
        load(variables, "read", str(stop)) as second_reader,
        load(variables, "write", str(stop)) as first_writer,
        load(variables, "write", str(stop)) as second_writer,
    ):
        processes = (first_reader, second_reader, first_writer, second_writer)
        time.sleep(5)
        try:
            built = manage(variables, "update_index", "--disable-change-limit")
            # Changes go on after the indexes have been swapped.
            time.sleep(2)
        finally:
            stop.touch()
        results = [json.loads(finished(process).splitlines()[-1]) for process in processes]
    print(built, *(f"{process.args[-2]}: {result['done']}" for process, result in zip(processes, results, strict=True)))
    assert [wrong for result in results for wrong in result["wrong"]] == []
    assert all(result["done"] >= 20 for result in results), results
    agreement = manage(variables, "verify_index")
    print(agreement)
    documents = [int(line.split()[1]) for line in agreement.splitlines() if line.endswith(" documents")]
    assert sum(documents) >= COURSES * (1 + RUNS_EACH)


@pytest.fixture
def database(transactional_db, django_db_serialized_rollback) -> str:
    """The URL of this test's database, which other processes use too."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    with load({"DATABASE_URL": url}, "fill") as process:
        finished(process)
    return url


@pytest.mark.parametrize("engine", ["server", "embedded"])
def test_no_search_fails_and_no_document_is_missing(database, engine, tmp_path):
    url = os.environ["ELASTICSEARCH_URL"] if engine == "server" else f"embedded:{tmp_path / 'index'}"
    rebuild_under_load({"DATABASE_URL": database, "ELASTICSEARCH_URL": url}, tmp_path / "stop")
