"""`python -m bin.stack up|down|test`, from the clone's root."""

import argparse
import os
import signal
import sys
import time

from bin.stack import containers, native, suites
from bin.stack.processes import Processes
from bin.stack.service import environment
from bin.stack.settings import Stack


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bin.stack", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("up", help="start the servers and, on them, web, worker and beat; keep them running")
    start.add_argument("--postgres", action="store_true", help="PostgreSQL in place of MySQL/MariaDB")
    commands.add_parser("down", help="stop everything that `up` or a killed `test` left running")
    commands.add_parser("test", help="run the tests on empty servers and stop them; further arguments go to pytest")
    options, further = parser.parse_known_args()
    if further and options.command != "test":
        parser.error(f"unrecognized arguments: {' '.join(further)}")
    # Ending by a signal cleans up like ending by Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    match options.command:
        case "up":
            return up("postgresql" if options.postgres else "mariadb")
        case "down":
            return down()
        case _:
            return test(further)


def up(database: str) -> int:
    stack = Stack("stack")
    _open_or_exit(stack)
    if containers.are_possible():
        containers.up(stack, database)
        return 0
    print("No Docker daemon answers: the servers start as processes of this machine.", flush=True)
    processes = Processes(stack)
    native.start_servers(stack, processes, (database,))
    native.start_service(stack, processes, database)
    variables = stack.folder / "environment"
    variables.touch(mode=0o600)
    variables.write_text("".join(f"{name}={value}\n" for name, value in environment(stack, database).items()))
    print(
        f"""
  The service answers on http://127.0.0.1:{stack.port("web")}
  Its environment, for other commands on these servers: set -a; . {variables}; set +a
  Logs: {stack.folder / "logs"}
  Stop all of it with `make stack.down`; data stay in {stack.folder}."""
    )
    return 0


def down() -> int:
    for stack in (Stack("stack"), Stack("stack-test"), Stack("faults-test")):
        if not stack.folder.exists():
            continue
        if not stack.open():
            print(f"{stack.folder} is at work: another command starts it or runs tests on it.")
            continue
        _stop(stack)
    return 0


def test(arguments: list[str]) -> int:
    stack = Stack("stack-test")
    _open_or_exit(stack)
    _stop(stack)
    stack.clear()
    began = time.monotonic()
    status = 1
    try:
        status = suites.run(stack, Processes(stack), arguments)
    finally:
        _stop(stack)
        if status == 0:
            stack.clear()
        else:
            print(f"Logs: {stack.folder / 'logs'}")
        print(f"{time.monotonic() - began:.0f} s in all.")
    return status


def _open_or_exit(stack: Stack) -> None:
    if not stack.open():
        sys.exit(f"Another command works on {stack.folder} now.")


def _stop(stack: Stack) -> None:
    stopped = Processes(stack).stop_all()
    if containers.down(stack):
        stopped.append("containers")
    if stopped:
        print(f"Stopped: {', '.join(stopped)}.", flush=True)


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
