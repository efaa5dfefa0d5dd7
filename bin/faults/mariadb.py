"""A MariaDB of our own, for as long as the schedules run."""

from collections.abc import Iterator
from contextlib import contextmanager

from bin.stack.databases import DATABASE, USER, mariadb
from bin.stack.processes import Processes
from bin.stack.settings import Stack


@contextmanager
def mariadb_running() -> Iterator[str]:
    """Start it and yield the URL of an empty database."""
    stack = Stack("faults-test")
    if not stack.open():
        raise SystemExit(f"Another command works on {stack.folder} now.")
    Processes(stack).stop_all()
    stack.clear()
    processes = Processes(stack)
    stack.choose_port("mariadb")
    try:
        processes.start([mariadb(stack)])
        yield f"mysql://{USER}:{stack.password('mariadb')}@127.0.0.1:{stack.port('mariadb')}/{DATABASE}"
    finally:
        processes.stop_all()
        stack.clear()
