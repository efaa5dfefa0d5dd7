"""`make test.stack`: which tests run on which servers."""

import sys

from bin.stack import containers, native
from bin.stack.packages import require
from bin.stack.processes import Processes
from bin.stack.service import environment
from bin.stack.settings import Stack

# Those with a browser too, which are no part of the suite otherwise.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-m", ""]
WHOLE = ["-n", "2", "--dist", "loadfile", "-p", "bin.stack.nothing_skipped"]
# Beside the whole suite, what only real servers can show.
EVERYTHING = ["course_discovery", "bin/recorded", "bin/faults", "bin/stack/tests"]
ON_POSTGRESQL = ["course_discovery/apps/api"]


def run(stack: Stack, processes: Processes, arguments: list[str]) -> int:
    """Start empty servers, run the suites on them and return 0 when all passed. `arguments` of pytest name others."""
    require("chromium", "chromedriver")
    with_containers = containers.are_possible()
    if with_containers:
        variables = containers.test_servers(stack)
    else:
        native.start_servers(stack, processes, ("mariadb", "postgresql"))
        variables = {database: environment(stack, database) for database in ("mariadb", "postgresql")}
    if arguments:
        return _pytest(processes, variables["mariadb"], arguments)

    results = {
        "the whole suite on MySQL/MariaDB, Redis, Elasticsearch": _pytest(
            processes, variables["mariadb"], [*WHOLE, *EVERYTHING]
        ),
        "migrations and API on PostgreSQL": _pytest(processes, variables["postgresql"], [*WHOLE, *ON_POSTGRESQL]),
    }
    if not with_containers:
        print("\nThe service on these servers:", flush=True)
        native.start_service(stack, processes, "mariadb")
    print()
    for name, status in results.items():
        print(f"  {'failed' if status else 'passed'}: {name}")
    return int(any(results.values()))


def _pytest(processes: Processes, variables: dict[str, str], arguments: list[str]) -> int:
    variables = variables | {
        "DJANGO_SETTINGS_MODULE": "course_discovery.settings.stack_tests",
        # The tests of the embedded engine ask the server the same.
        "SEARCH_TEST_SERVER": variables["ELASTICSEARCH_URL"],
    }
    print(f"\npytest {' '.join(arguments)} on {variables['DATABASE_URL'].partition(':')[0]}", flush=True)
    return processes.run("tests", [*PYTEST, *arguments], variables)
