"""The servers as containers: docker-compose.yml, where a Docker daemon answers."""

import os
import shutil
import subprocess
import sys

from bin.stack.settings import ROOT, Stack

TEST_PROJECT = ("--project-name", "discovery-test", "--file", "docker-compose.yml", "--file", "docker-compose.test.yml")
WAIT = ("--detach", "--wait", "--wait-timeout", "900")


def are_possible() -> bool:
    """Tell whether there is a Docker daemon, and a client that knows `compose`."""
    if not shutil.which("docker"):
        return False
    commands = (["docker", "info"], ["docker", "compose", "version"])
    return all(subprocess.run(command, capture_output=True, check=False).returncode == 0 for command in commands)


def up(stack: Stack, database: str) -> None:
    """Build the image, start everything and return when all of it is healthy."""
    _mark(stack)
    profile = ("--profile", "postgres") if database == "postgresql" else ()
    if _compose(stack, *profile, "up", "--build", *WAIT, database=database):
        sys.exit("A container did not become healthy; `docker compose logs` says why.")
    _compose(stack, *profile, "ps", database=database)
    print("\n  The service answers on http://127.0.0.1:8381")


def test_servers(stack: Stack) -> dict[str, dict[str, str]]:
    """Start the servers alone, empty, and return the service's variables for each database."""
    _mark(stack)
    names = ("mysql", "postgres", "redis", "elasticsearch")
    if _compose(stack, *TEST_PROJECT, "up", *WAIT, *names):
        sys.exit(f"A server did not become healthy; `docker compose {' '.join(TEST_PROJECT)} logs` says why.")
    mysql, postgres, redis, elasticsearch = (
        _address(stack, name, port) for name, port in zip(names, (3306, 5432, 6379, 9200), strict=True)
    )
    rest = {
        "CACHE_URL": f"rediscache://{redis}/1",
        "CELERY_BROKER_URL": f"redis://{redis}/0",
        "ELASTICSEARCH_URL": f"http://{elasticsearch}",
        "DISCOVERY_DATA_DIR": str(stack.subfolder("service")),
    }
    # Tests make databases of their own, which takes more rights than the service's account has.
    on_mysql = f"mysql://root:{stack.password('mysql root')}@{mysql}/discovery"
    on_postgresql = f"postgres://discovery:{stack.password('postgresql')}@{postgres}/discovery"
    return {"mariadb": {"DATABASE_URL": on_mysql, **rest}, "postgresql": {"DATABASE_URL": on_postgresql, **rest}}


def down(stack: Stack) -> bool:
    """Stop the containers of the stack, if it has any; those of tests lose their data."""
    marker = stack.folder / "containers"
    if not marker.exists():
        return False
    project = TEST_PROJECT if stack.is_for_tests else ("--profile", "postgres")
    if _compose(stack, *project, "down", *(("--volumes",) if stack.is_for_tests else ())):
        sys.exit("`docker compose down` failed.")
    marker.unlink()
    return True


def _mark(stack: Stack) -> None:
    (stack.folder / "containers").touch()


def _address(stack: Stack, name: str, port: int) -> str:
    command = ["docker", "compose", *TEST_PROJECT, "port", name, str(port)]
    result = subprocess.run(command, cwd=ROOT, env=_environment(stack), capture_output=True, text=True, check=True)
    return result.stdout.strip()


def _compose(stack: Stack, *arguments: str, database: str = "mariadb") -> int:
    command = ["docker", "compose", *arguments]
    environment = _environment(stack)
    if database == "postgresql":
        environment["STACK_DATABASE_URL"] = (
            f"postgres://discovery:{stack.password('postgresql')}@postgres:5432/discovery"
        )
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _environment(stack: Stack) -> dict[str, str]:
    return os.environ | {
        "COURSE_DISCOVERY_SECRET_KEY": stack.password("secret key"),
        "MYSQL_PASSWORD": stack.password("mysql"),
        "MYSQL_ROOT_PASSWORD": stack.password("mysql root"),
        "POSTGRES_PASSWORD": stack.password("postgresql"),
    }
