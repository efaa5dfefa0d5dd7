"""The servers as processes of this machine, on loopback."""

import os

from bin.stack.databases import mariadb, postgresql
from bin.stack.processes import Processes
from bin.stack.queue import redis_server
from bin.stack.search_engine import elasticsearch
from bin.stack.service import WEB_PORT, environment, prepare, service
from bin.stack.settings import Stack

SERVERS = {
    "mariadb": mariadb,
    "postgresql": postgresql,
    "redis": redis_server,
    "elasticsearch": elasticsearch,
}


def start_servers(stack: Stack, processes: Processes, databases: tuple[str, ...]) -> None:
    """Start the databases of those names, Redis and Elasticsearch; return when all are healthy."""
    names = [*databases, "redis", "elasticsearch"]
    for name in names:
        if not processes.runs(name):
            stack.choose_port(name)
    processes.start([SERVERS[name](stack) for name in names])


def start_service(stack: Stack, processes: Processes, database: str) -> None:
    """Start web, worker and beat on the servers; return when all are healthy."""
    if not processes.runs("web"):
        stack.choose_port("web", int(os.environ.get("DISCOVERY_PORT", WEB_PORT)))
    variables = environment(stack, database)
    services = service(stack, processes, variables)
    if not all(processes.runs(each.name, each.signature) for each in services):
        prepare(processes, variables)
    processes.start(services)
