"""What only real servers can show; `make test.stack` runs it beside the whole suite."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import current_app
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
WORKER = "worker@tests"


@pytest.fixture
def worker(transactional_db, django_db_serialized_rollback, settings, tmp_path):
    """A Celery worker in a process of its own, on this test's database, queue and indexes; no job runs here.

    It sees what has been committed. The value is a function that waits until a condition holds.
    """
    # The settings of pytest's process name the database that the test database was derived from.
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    current_app.conf.task_always_eager = False
    node = f"{settings.CELERY_TASK_DEFAULT_QUEUE}-{WORKER}"
    # Jobs of a worker that was killed are not this test's.
    current_app.control.purge()
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "--app", "course_discovery", "worker", "--hostname", node),
                *("--queues", settings.CELERY_TASK_DEFAULT_QUEUE, "--concurrency", "1", "--loglevel", "INFO"),
            ],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database},
            stdout=output,
            stderr=output,
        )
    try:
        eventually(lambda: current_app.control.ping(destination=[node], timeout=1), log, seconds=120)
        yield lambda condition: eventually(condition, log)
    finally:
        current_app.conf.task_always_eager = True
        process.terminate()
        process.wait(timeout=30)


def eventually(condition: Callable[[], object], log: Path, seconds: float = 30) -> None:
    """Return as soon as the condition holds; fail with the worker's log when it does not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"Not within {seconds} s. The worker's log:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.1)
