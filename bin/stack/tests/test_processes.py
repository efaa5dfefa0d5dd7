"""bin/stack starts processes, finds them again and leaves none behind."""

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from bin.stack.processes import Processes, Service
from bin.stack.settings import Stack

# Processes are meant to outlive what started them.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

# Starts a child, as servers do, and says so.
PARENT = "import subprocess, time; subprocess.Popen(['sleep', '60']); print('ready', flush=True); time.sleep(60)"


@pytest.fixture
def stack(tmp_path):
    stack = Stack("stack", tmp_path)
    assert stack.open()
    yield stack
    Processes(stack).stop_all()
    stack.close()


def service(stack, code=PARENT, **changes):
    def is_ready():
        return b"ready" in Processes(stack).log("server").read_bytes()

    command = [sys.executable, "-c", code]
    return Service(name="server", address="here", command=command, is_healthy=is_ready, unprivileged=False, **changes)


def record(stack):
    return json.loads((stack.folder / "pids" / "server.json").read_text())


def living(group):
    """Return the processes of a group that are not mere zombies."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[2] == str(group) and fields[0] != "Z":
            found.append(path)
    return found


def test_a_second_start_finds_what_runs(stack, capsys):
    Processes(stack).start([service(stack)])
    first = record(stack)
    Processes(stack).start([service(stack)])
    assert record(stack) == first
    assert "already runs" in capsys.readouterr().out


def test_a_process_with_another_environment_is_started_anew(stack):
    Processes(stack).start([service(stack)])
    first = record(stack)["pid"]
    Processes(stack).start([service(stack, environment={"PORT": "1"})])
    assert record(stack)["pid"] != first
    assert living(first) == []


def test_children_end_with_their_parent(stack):
    Processes(stack).start([service(stack)])
    group = record(stack)["pid"]
    assert len(living(group)) == 2
    assert Processes(stack).stop_all() == ["server"]
    assert living(group) == []
    assert Processes(stack).stop_all() == []


def test_children_of_a_parent_that_was_killed_end_too(stack):
    Processes(stack).start([service(stack)])
    group = record(stack)["pid"]
    os.kill(group, signal.SIGKILL)
    while len(living(group)) > 1:
        time.sleep(0.05)
    assert not Processes(stack).runs("server")
    Processes(stack).stop_all()
    assert living(group) == []


def test_a_process_that_got_the_number_of_a_dead_one_is_left_alone(stack):
    Processes(stack).start([service(stack)])
    path, kept = stack.folder / "pids" / "server.json", record(stack)
    path.write_text(json.dumps(kept | {"start_time": "1"}))
    assert not Processes(stack).runs("server")
    Processes(stack).stop_all()
    assert len(living(kept["pid"])) == 2
    path.write_text(json.dumps(kept))


def test_a_process_that_ends_names_its_log(stack, capsys):
    with pytest.raises(SystemExit) as ended:
        Processes(stack).start([service(stack, code="print('no such option'); raise SystemExit(1)")])
    assert str(ended.value) == f"server ended while starting. The whole log: {stack.folder}/logs/server.log"
    assert "no such option" in capsys.readouterr().err


def test_a_process_that_never_gets_healthy_is_given_up(stack):
    with pytest.raises(SystemExit) as given_up:
        Processes(stack).start([service(stack, code="import time; time.sleep(60)", seconds_to_start=1)])
    assert str(given_up.value) == f"server is not healthy after 1 s. The whole log: {stack.folder}/logs/server.log"


def test_passwords_and_ports_stay(stack):
    kept = stack.password("mariadb"), stack.port("mariadb")
    stack.close()
    again = Stack("stack", stack.folder)
    assert again.open()
    assert (again.password("mariadb"), again.port("mariadb")) == kept
    again.close()
    assert (stack.folder / "stack.json").stat().st_mode & 0o077 == 0


def test_one_command_at_a_time(stack):
    second = Stack("stack", stack.folder)
    assert not second.open()
    second.close()
