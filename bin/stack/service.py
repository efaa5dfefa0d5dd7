"""This service on the servers: its environment, its database and indexes, and its three processes."""

import sys
import urllib.request

from celery import Celery

from bin.stack.processes import Processes, Service
from bin.stack.settings import ROOT, Stack

# Where gunicorn of this service listens by convention.
WEB_PORT = 8381


def environment(stack: Stack, database: str) -> dict[str, str]:
    """Return the variables that put the service on native servers; `database` is "mariadb" or "postgresql"."""
    scheme = {"mariadb": "mysql", "postgresql": "postgres"}[database]
    redis = f":{stack.password('redis')}@127.0.0.1:{stack.port('redis')}"
    return {
        "DATABASE_URL": f"{scheme}://discovery:{stack.password(database)}@127.0.0.1:{stack.port(database)}/discovery",
        "CACHE_URL": f"rediscache://{redis}/1",
        "CELERY_BROKER_URL": f"redis://{redis}/0",
        "ELASTICSEARCH_URL": f"http://127.0.0.1:{stack.port('elasticsearch')}",
        "COURSE_DISCOVERY_SECRET_KEY": stack.password("secret key"),
        "DJANGO_SETTINGS_MODULE": "course_discovery.settings.production",
        "DISCOVERY_DATA_DIR": str(stack.subfolder("service")),
        "PYTHONUNBUFFERED": "1",
    }


def prepare(processes: Processes, variables: dict[str, str]) -> None:
    """Bring the database up to date and make the indexes that are missing."""
    for command in ("migrate", "install_es_indexes"):
        log = processes.log(command)
        if processes.run(command, [sys.executable, "manage.py", command], variables, log):
            print(log.read_text(encoding="utf-8", errors="replace")[-2000:], file=sys.stderr)
            sys.exit(f"`manage.py {command}` failed. The whole log: {log}")


def service(stack: Stack, processes: Processes, variables: dict[str, str]) -> list[Service]:
    """Return web, worker and beat."""
    url = f"http://127.0.0.1:{stack.port('web')}"
    worker = f"worker@{stack.name}"
    celery = [sys.executable, "-m", "celery", "--app", "course_discovery"]
    own = {"environment": variables, "unprivileged": False, "folder": ROOT, "seconds_to_start": 60}

    def web_answers() -> bool:
        try:
            with urllib.request.urlopen(f"{url}/health/", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def worker_answers() -> bool:
        with Celery(broker=variables["CELERY_BROKER_URL"]) as client:
            return bool(client.control.ping(destination=[worker], timeout=2))

    def beat_has_begun() -> bool:
        return "beat: Starting" in processes.log("beat").read_text(encoding="utf-8", errors="replace")

    return [
        Service(
            name="web",
            address=url,
            command=[
                *(sys.executable, "-m", "gunicorn", "course_discovery.wsgi:application", "--workers", "2"),
                *("--bind", f"127.0.0.1:{stack.port('web')}", "--timeout", "60"),
            ],
            is_healthy=web_answers,
            **own,
        ),
        Service(
            name="worker",
            address=worker,
            command=[
                *(*celery, "worker", "--hostname", worker, "--queues", "discovery.default"),
                *("--concurrency", "2", "--loglevel", "INFO"),
            ],
            is_healthy=worker_answers,
            **own,
        ),
        Service(
            name="beat",
            address="",
            command=[
                *(*celery, "beat", "--schedule", str(stack.subfolder("service") / "schedule"), "--pidfile="),
                *("--loglevel", "INFO"),
            ],
            is_healthy=beat_has_begun,
            **own,
        ),
    ]
