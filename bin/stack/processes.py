"""Processes that outlive the command that started them, found again by their pid files."""

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from bin.stack.settings import ROOT, UNPRIVILEGED, Stack

STOP_SECONDS = 20


@dataclass
class Service:
    """How one process is started and how its health is known."""

    name: str
    address: str
    command: list[str]
    is_healthy: Callable[[], bool]
    environment: dict[str, str] = field(default_factory=dict)
    # Made ready once, before the first start: the data folder of a server.
    prepare: Callable[[], None] = lambda: None
    # Whether root starts it under an account without rights. A server is; the service itself runs as who asks for it.
    unprivileged: bool = True
    folder: Path = Path("/")
    seconds_to_start: float = 60

    @property
    def signature(self) -> str:
        """Changes when the process would be started in another way."""
        return sha256(json.dumps([self.command, self.environment]).encode()).hexdigest()


class Processes:
    """The processes of one stack. Each leads a process group of its own, so that its children end with it."""

    def __init__(self, stack: Stack) -> None:
        self._logs = stack.subfolder("logs")
        self._pids = stack.subfolder("pids")
        self._children: dict[str, subprocess.Popen] = {}

    def log(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def start(self, services: list[Service]) -> None:
        """Start those that do not run, all at once; return when each is healthy, exit with the reason if one is not."""
        found = {service.name for service in services if self.runs(service.name, service.signature)}
        missing = [service for service in services if service.name not in found]
        for service in missing:
            self.stop(service.name)
            service.prepare()
        started = time.monotonic()
        for service in missing:
            self._spawn(service)
        for service in services:
            self._wait(service, started)
            how = "already runs" if service.name in found else f"healthy after {time.monotonic() - started:.0f} s"
            print(f"  {service.name:<14} {service.address:<44} {how}", flush=True)

    def run(self, name: str, command: list[str], environment: dict[str, str], log: Path | None = None) -> int:
        """Run a command in the clone to its end and return its status; should this process die, `stop_all` ends it."""
        with log.open("wb") if log else contextlib.nullcontext() as output:
            child = self._spawn_in(ROOT, name, command, environment, "", stdout=output, stderr=output)
        status = child.wait()
        self.stop(name)
        return status

    def stop_all(self) -> list[str]:
        """End every process that was ever started and not yet ended; return their names."""
        names = [path.stem for path in sorted(self._pids.glob("*.json"))]
        # The service before the servers that it uses.
        for name in sorted(names, key=lambda name: name not in ("beat", "worker", "web")):
            self.stop(name)
        return names

    def runs(self, name: str, signature: str | None = None) -> bool:
        record = self._record(name)
        return bool(
            record
            and _is_running(record["pid"])
            and _start_time(record["pid"]) == record["start_time"]
            and signature in (None, record["signature"])
        )

    def stop(self, name: str) -> None:
        """End the process and its children: politely, then by force."""
        record = self._record(name)
        if record is None:
            return
        leader = record["pid"]
        # Another process may bear the number by now; then the whole group is gone.
        if _start_time(leader) in (None, record["start_time"]):
            for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, STOP_SECONDS)):
                deadline = time.monotonic() + seconds
                if _group(leader):
                    os.killpg(leader, number)
                while _group(leader) and time.monotonic() < deadline:
                    time.sleep(0.1)
            if _group(leader):
                sys.exit(f"{name} (process group {leader}) cannot be stopped.")
        if child := self._children.pop(name, None):
            child.wait()
        (self._pids / f"{name}.json").unlink()

    def _record(self, name: str) -> dict | None:
        path = self._pids / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def _spawn(self, service: Service) -> None:
        with self.log(service.name).open("wb") as log:
            self._spawn_in(
                service.folder,
                service.name,
                service.command,
                service.environment,
                service.signature,
                stdout=log,
                stderr=log,
                **(account() if service.unprivileged else {}),
            )

    def _spawn_in(
        self, folder: Path, name: str, command: list[str], environment: dict[str, str], signature: str, **arguments
    ) -> subprocess.Popen:
        child = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            env=os.environ | environment,
            start_new_session=True,
            **arguments,
        )
        record = {"pid": child.pid, "start_time": _start_time(child.pid), "signature": signature}
        (self._pids / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
        self._children[name] = child
        return child

    def _wait(self, service: Service, started: float) -> None:
        while True:
            if not self.runs(service.name):
                self._give_up(service, "ended while starting")
            if service.is_healthy():
                return
            if time.monotonic() > started + service.seconds_to_start:
                self._give_up(service, f"is not healthy after {service.seconds_to_start:.0f} s")
            time.sleep(0.3)

    def _give_up(self, service: Service, what: str) -> None:
        path = self.log(service.name)
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        print(*(f"    {line}" for line in lines), sep="\n", file=sys.stderr)
        sys.exit(f"{service.name} {what}. The whole log: {path}")


def account() -> dict:
    """Arguments of `subprocess` that take root's rights away; none for anybody else."""
    return {"user": UNPRIVILEGED, "group": _group_name(), "extra_groups": []} if os.geteuid() == 0 else {}


def own_folder(path: Path, mode: int = 0o700) -> Path:
    """Make a folder that belongs to the servers' account."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    give_away(path)
    return path


def give_away(path: Path) -> None:
    """Let the servers' account own what root has made."""
    if os.geteuid() == 0:
        for item in (path, *path.rglob("*")):
            shutil.chown(item, UNPRIVILEGED, _group_name())


def _group_name() -> int:
    return pwd.getpwnam(UNPRIVILEGED).pw_gid


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on; none for a process that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _is_running(pid: int) -> bool:
    return _stat(pid)[:1] not in ([], ["Z"])


def _start_time(pid: int) -> str | None:
    fields = _stat(pid)
    return fields[19] if fields else None


def _group(leader: int) -> list[int]:
    """Return the processes of a group that still run."""
    pids = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    stats = ((pid, _stat(pid)) for pid in pids)
    return [pid for pid, fields in stats if fields and fields[2] == str(leader) and fields[0] != "Z"]
